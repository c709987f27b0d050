package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualMachinePowerState;
import java.io.IOException;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.image.HeldImage;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Snapshots;
import org.stowage.runtime.vsphere.session.Session;

/**
 * Disks of instances, exported by their hosts through leases. A machine that is powered off is
 * exported as it stands, and cannot be changed as long as its lease is held; any other by a
 * snapshot.
 */
final class VsphereSnapshots implements Snapshots {

  private static final List<String> PATHS = List.of("runtime.powerState", "config.hardware.device");

  private final VsphereTarget target;

  VsphereSnapshots(VsphereTarget target) {
    this.target = target;
  }

  @Override
  public DiskImage open(Instance instance, Transfer transfer) throws IOException {
    ManagedObjectReference reference = Machines.find(target.vim(), instance);
    MachineSnapshot.removeLeft(target, instance, reference);
    Found machine = target.vim().look(reference, PATHS);
    if (machine.value("runtime.powerState", VirtualMachinePowerState.class)
        == VirtualMachinePowerState.poweredOff) {
      return export(instance, machine, stub -> stub.exportVm(reference), transfer);
    }
    MachineSnapshot snapshot = MachineSnapshot.take(target, instance, reference, transfer);
    return HeldImage.open(
        snapshot,
        () ->
            export(instance, machine, stub -> stub.exportSnapshot(snapshot.reference()), transfer));
  }

  private DiskImage export(
      Instance instance,
      Found machine,
      Session.Call<ManagedObjectReference> begin,
      Transfer transfer)
      throws IOException {
    String what = "export the disk of " + instance.name();
    Machine.Disk disk =
        Machine.rootDisk(machine)
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.NOT_FOUND,
                        what + ": the machine has no disk",
                        "Look at the machine in the vCenter."));
    Vim vim = target.vim();
    ManagedObjectReference lease =
        WhenFree.call(target.patience(), transfer::checkCancelled, () -> vim.call(what, begin));
    Lease opened = Lease.open(vim, what, lease, transfer);
    return HeldImage.open(
        opened,
        () ->
            ExportedDisk.open(
                what,
                opened,
                Machine.number(machine, disk),
                disk.capacityBytes(),
                new LeaseTransfers(vim.connection(), target.patience().imageTransfer()),
                transfer));
  }
}
