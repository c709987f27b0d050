package org.stowage.runtime.vsphere;

import com.vmware.vim25.HttpNfcLeaseDeviceUrl;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualMachineConfigSpec;
import com.vmware.vim25.VirtualMachineFileInfo;
import com.vmware.vim25.VirtualMachineImportSpec;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.image.StoredFormStream;

/**
 * The machine as which a disk is imported, because a vCenter takes streams for machines only. It
 * lends its disk and goes. Its name is that of the staging folder, so that whoever finds one of
 * them left knows the other.
 */
final class ShadowVm {

  private static final long MEMORY_MIB = 16;

  private final VspherePorts ports;
  private final BaseDisk disk;
  private final long capacityBytes;
  private final String what;

  ShadowVm(VspherePorts ports, BaseDisk disk, long capacityBytes) {
    this.ports = ports;
    this.disk = disk;
    this.capacityBytes = capacityBytes;
    this.what = "import " + disk.path();
  }

  /** Imports a stream as the machine's disk, and puts that where it is wanted. */
  void fill(StoredForm form, Transfer transfer) throws IOException {
    Vim vim = ports.vim();
    Lease lease = Lease.open(vim, what, begin(), transfer);
    Closeable machine =
        () -> Machines.remove(vim, what + ": removing the machine", lease.machine());
    try (machine) {
      try (lease) {
        send(form, lease, transfer);
        lease.complete();
      }
      ports.disks().move(detach(lease.machine()), disk.path());
    }
  }

  private ManagedObjectReference begin() throws IOException {
    VirtualMachineFileInfo files = new VirtualMachineFileInfo();
    files.setVmPathName("[" + disk.path().datastore() + "]");
    VirtualMachineConfigSpec config = new VirtualMachineConfigSpec();
    config.setName(name());
    config.setFiles(files);
    config.setGuestId("otherGuest");
    config.setNumCPUs(1);
    config.setMemoryMB(MEMORY_MIB);
    config.setDeviceChange(
        Stream.of(
                Hardware.controller(disk.adapterType()),
                Hardware.newDisk(disk.adapterType(), capacityBytes))
            .filter(Objects::nonNull)
            .toArray(VirtualDeviceConfigSpec[]::new));
    VirtualMachineImportSpec spec = new VirtualMachineImportSpec();
    spec.setConfigSpec(config);
    ManagedObjectReference host = ports.host(name());
    Place place = ports.place();
    return ports
        .vim()
        .call(what, stub -> stub.importVApp(place.resourcePool(), spec, place.vmFolder(), host));
  }

  private String name() {
    return disk.path().parent().map(DatastorePath::fileName).orElse("stowage-import");
  }

  private void send(StoredForm form, Lease lease, Transfer transfer) throws IOException {
    HttpNfcLeaseDeviceUrl url = lease.disk(0);
    long lengthBytes = form.lengthBytes().orElse(-1);
    try (StoredFormStream stream = StoredFormStream.open(form, transfer)) {
      MeasuredInput content =
          new MeasuredInput(
              stream,
              sent -> lease.progress(lengthBytes > 0 ? (int) (99 * sent / lengthBytes) : 50));
      ports.leaseTransfers().post(what, url, content, form.lengthBytes(), transfer);
      if (!lease.agrees(url, content)) {
        throw new StorageException(
            CommonError.INTEGRITY,
            what
                + ": the host's manifest does not mention the disk, so nobody knows what it"
                + " received",
            "Run the command again.");
      }
    }
  }

  /** Removes the machine of an operation that died, if it was still there. */
  static void removeLeft(VsphereTarget target, DatastorePath staging) throws IOException {
    String what = "remove what the import in " + staging + " left";
    for (Found machine : target.vim().collect(Map.of("VirtualMachine", List.of("name")))) {
      if (machine.text("name").equals(staging.fileName())) {
        VspherePorts ports = target.portsTo(staging.datastore());
        Machines.removeWithDisk(target, what, machine.reference());
        // A disk that had been taken from the machine is none of its own any more.
        if (ports.traits().topLevel() == TopLevelFolders.PLAIN) {
          ports.files().delete(DatastorePath.root(staging.datastore()).resolve(staging.fileName()));
        }
      }
    }
  }

  /** Takes the disk from the machine; returns where it lies. */
  private DatastorePath detach(ManagedObjectReference machine) throws IOException {
    Machine.Disk found =
        Machine.rootDisk(ports.vim().look(machine, Machine.DISK_PATHS))
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.IO, what + ": the imported machine has no disk", ""));
    Machines.detach(ports.vim(), what + ": taking the disk from the machine", machine, found);
    return found.path();
  }
}
