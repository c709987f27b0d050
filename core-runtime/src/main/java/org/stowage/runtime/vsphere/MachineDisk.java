package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualMachineConfigSpec;
import java.io.IOException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;

/**
 * The root disk of an instance's machine, to be changed. Each change is one task of the server's,
 * which it brings to its end, or undoes, also when nobody waits for it any more.
 */
final class MachineDisk {

  private static final int KIB = 1024;

  private final VsphereTarget target;
  private final Vim vim;
  private final Instance instance;

  MachineDisk(VsphereTarget target, Instance instance) {
    this.target = target;
    this.vim = target.vim();
    this.instance = instance;
  }

  /** Makes it larger; a guest that runs sees that at once, or after its next start. */
  Instance grow(long capacityBytes, Transfer transfer) throws IOException {
    String what = "resize the disk of " + instance.name();
    ManagedObjectReference machine = Machines.find(vim, instance);
    Machine.Disk disk = disk(machine, what);
    long multiple =
        Math.max(KIB, target.portsTo(disk.path().datastore()).traits().capacityMultipleBytes());
    if (capacityBytes < disk.capacityBytes()) {
      throw refused(
          "%s: it has %d bytes, and what lies beyond %d would be lost; disks only grow"
              .formatted(what, disk.capacityBytes(), capacityBytes),
          "");
    }
    if (capacityBytes % multiple != 0) {
      throw refused(
          "%s: %d bytes are no multiple of %d bytes".formatted(what, capacityBytes, multiple),
          "Choose another --disk-size.");
    }
    if (capacityBytes > disk.capacityBytes()) {
      VirtualMachineConfigSpec larger = new VirtualMachineConfigSpec();
      larger.setDeviceChange(
          new VirtualDeviceConfigSpec[] {Hardware.grow(disk.device(), capacityBytes)});
      try {
        run(() -> vim.run(what, stub -> stub.reconfigVM_Task(machine, larger), transfer), transfer);
      } catch (VsphereFaultException e) {
        throw disk.parent() == null ? e : clone(what, e);
      }
    }
    return now(machine, what);
  }

  /** vSphere grows no disk that has a parent (Virtual Disk Manager, "Extend a virtual disk"). */
  private static StorageException clone(String what, VsphereFaultException refusal) {
    return new StorageException(
        CommonError.NOT_ALLOWED,
        "%s: it is a linked clone, which the server did not grow (%s)"
            .formatted(what, refusal.name()),
        "Let it stand alone first, with --full-clone.",
        refusal);
  }

  /** Lets the server move what the parents have into it. */
  Instance flatten(Transfer transfer) throws IOException {
    String what = "flatten the disk of " + instance.name();
    ManagedObjectReference machine = Machines.find(vim, instance);
    Machine.Disk disk = disk(machine, what);
    if (disk.parent() != null) {
      VirtualDisk[] disks = {disk.device()};
      run(
          () -> vim.run(what, stub -> stub.promoteDisks_Task(machine, true, disks), transfer),
          transfer);
    }
    Instance made = now(machine, what);
    if (made.knownParent().isPresent()) {
      throw new StorageException(
          CommonError.IO,
          "%s: the server calls it done, but the disk still stands on %s"
              .formatted(what, made.parent()),
          "Look at the machine in the vCenter.");
    }
    return made;
  }

  private void run(WhenFree.Attempt<TaskResult> attempt, Transfer transfer) throws IOException {
    WhenFree.call(target.patience(), transfer::checkCancelled, attempt);
  }

  private Machine.Disk disk(ManagedObjectReference machine, String what) throws StorageException {
    return Machine.rootDisk(vim.look(machine, Machine.DISK_PATHS)).orElseThrow(() -> none(what));
  }

  private Instance now(ManagedObjectReference machine, String what) throws StorageException {
    return Machine.instance(vim.look(machine, Machine.INSTANCE_PATHS), instance.imageId())
        .orElseThrow(() -> none(what));
  }

  private static StorageException none(String what) {
    return new StorageException(
        CommonError.NOT_FOUND, what + ": the machine has no disk", "Look at it in the vCenter.");
  }

  private static StorageException refused(String message, String remedy) {
    return new StorageException(CommonError.NOT_ALLOWED, message, remedy);
  }
}
