package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualMachineFileLayoutEx;
import com.vmware.vim25.VirtualMachineFileLayoutExFileInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.target.DiskUse;

/**
 * The disks of all machines that a vCenter shows, by the backings of their devices, and by the
 * files that the server says are theirs, to which those of snapshots belong.
 */
record VsphereDiskUses(Vim vim, Duration poll) {

  private static final String DEVICES = "config.hardware.device";
  private static final String FILES = "layoutEx";
  private static final String DESCRIPTOR = "config.files.vmPathName";
  private static final List<String> PATHS = List.of("name", DESCRIPTOR, DEVICES, FILES);

  /** A machine that is being made, or removed, has no devices for a moment. */
  private static final int MOST_LOOKS = 5;

  List<DiskUse> all() throws IOException {
    List<DiskUse> uses = new ArrayList<>();
    Collection<Found> machines = vim.collect(Map.of("VirtualMachine", PATHS));
    for (int looks = 1; ; looks++) {
      List<ManagedObjectReference> unseen = new ArrayList<>();
      for (Found machine : machines) {
        if (machine.value(DEVICES, VirtualDevice[].class) == null) {
          unseen.add(machine.reference());
        } else {
          add(machine, uses);
        }
      }
      if (unseen.isEmpty()) {
        return uses;
      }
      if (looks == MOST_LOOKS) {
        throw unseen(vim.look(unseen, PATHS));
      }
      Backoff.pause(poll, Cancellation.NEVER);
      machines = vim.look(unseen, PATHS);
    }
  }

  private static void add(Found machine, List<DiskUse> uses) {
    String datastore =
        Machine.path(machine.text(DESCRIPTOR)).map(DatastorePath::datastore).orElse("");
    Set<DatastorePath> disks = new LinkedHashSet<>();
    for (VirtualDevice device : machine.value(DEVICES, VirtualDevice[].class)) {
      if (device instanceof VirtualDisk disk) {
        disks.addAll(Machine.chain(disk));
      }
    }
    VirtualMachineFileLayoutEx layout = machine.value(FILES, VirtualMachineFileLayoutEx.class);
    if (layout != null && layout.getFile() != null) {
      for (VirtualMachineFileLayoutExFileInfo file : layout.getFile()) {
        Optional<DatastorePath> path = Machine.path(file.getName());
        path.filter(one -> one.fileName().endsWith(".vmdk")).ifPresent(disks::add);
      }
    }
    disks.forEach(disk -> uses.add(new DiskUse(machine.text("name"), datastore, disk)));
  }

  private static StorageException unseen(Collection<Found> machines) {
    List<String> names = machines.stream().map(machine -> machine.text("name")).sorted().toList();
    return new StorageException(
        CommonError.NOT_ALLOWED,
        "who uses the disks of the vCenter cannot be told: it does not show those of "
            + String.join(", ", names),
        "Make these machines accessible, or remove them from the inventory.");
  }
}
