package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualMachineConfigSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.Operation;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.target.Instance;

/** What is done to virtual machines for more than one reason. */
final class Machines {

  private Machines() {}

  /**
   * The machine of an instance.
   *
   * @throws StorageException {@code not-found} when it is gone
   */
  static ManagedObjectReference find(Vim vim, Instance instance) throws StorageException {
    for (Found machine : vim.collect(Map.of("VirtualMachine", List.of("config.instanceUuid")))) {
      if (machine.text("config.instanceUuid").equals(instance.id())) {
        return machine.reference();
      }
    }
    throw new StorageException(
        CommonError.NOT_FOUND, "there is no instance " + instance.name() + " any more", "");
  }

  /** Removes a machine with the disks it still has. One that is gone counts as removed. */
  static void remove(Vim vim, String what, ManagedObjectReference machine) throws IOException {
    vim.removing(
        List.of("ManagedObjectNotFound"),
        () -> vim.run(what, stub -> stub.destroy_Task(machine), Operation.unwatched(what)));
  }

  /**
   * Removes a machine and its root disk, as soon as nothing else is done with it. The disk is taken
   * from the machine first and deleted by itself: a server that deletes a machine may take the base
   * disk of its linked clone for a part of it.
   */
  static void removeWithDisk(VsphereTarget target, String what, ManagedObjectReference machine)
      throws IOException {
    Vim vim = target.vim();
    Machine.Disk disk = Machine.rootDisk(vim.look(machine, Machine.DISK_PATHS)).orElse(null);
    if (disk != null) {
      WhenFree.call(
          target.patience(),
          Cancellation.NEVER,
          () -> {
            detach(vim, what, machine, disk);
            return true;
          });
      target.portsTo(disk.path().datastore()).disks().delete(disk.path());
    }
    remove(vim, what, machine);
  }

  /** Takes a disk from its machine; its file stays. */
  static void detach(Vim vim, String what, ManagedObjectReference machine, Machine.Disk disk)
      throws IOException {
    VirtualMachineConfigSpec without = new VirtualMachineConfigSpec();
    without.setDeviceChange(new VirtualDeviceConfigSpec[] {Hardware.detach(disk.device())});
    vim.run(what, stub -> stub.reconfigVM_Task(machine, without), Operation.unwatched(what));
  }
}
