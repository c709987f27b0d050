package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.OptionValue;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualMachineConfigSpec;
import com.vmware.vim25.VirtualMachineFileInfo;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.Target;

/** A virtual machine that is to be an instance. */
final class NewMachine {

  private final VsphereTarget target;
  private final Vim vim;
  private final InstanceSpec spec;
  private final String what;

  NewMachine(VsphereTarget target, InstanceSpec spec) {
    this.target = target;
    this.vim = target.vim();
    this.spec = spec;
    this.what = "create instance " + spec.name() + " on " + spec.datastore();
  }

  Instance make(Transfer transfer) throws IOException {
    ManagedObjectReference machine = spec.linkedClone() ? linked(transfer) : copied(transfer);
    try {
      return checked(
          Machine.instance(vim.look(machine, Machine.INSTANCE_PATHS), spec.imageId())
              .orElseThrow(
                  () ->
                      new StorageException(
                          CommonError.IO, what + ": the machine has no disk", "")));
    } catch (IOException | RuntimeException e) {
      removeAfter(e, () -> Machines.removeWithDisk(target, what, machine));
      throw e;
    }
  }

  /** A server makes linked clones as large as their base, whatever was wanted. */
  private Instance checked(Instance made) throws StorageException {
    if (made.capacityBytes() != spec.capacityBytes()) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "%s: the disk has %d bytes like its base; %d were wanted"
              .formatted(what, made.capacityBytes(), spec.capacityBytes()),
          "Make a base disk of that size, or a full clone.");
    }
    return made;
  }

  private static void removeAfter(Exception failure, Vim.Action removal) {
    try {
      removal.run();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private ManagedObjectReference linked(Transfer transfer) throws IOException {
    VirtualMachineConfigSpec config = machine();
    config.setExtraConfig(mark());
    config.setDeviceChange(
        devices(
            Hardware.controller(spec.adapterType()),
            Hardware.linkedClone(spec.adapterType(), spec.capacityBytes(), spec.base().toString()),
            card()));
    return create(config, transfer);
  }

  /**
   * The machine is no instance before its disk is complete, and goes if that fails. Until then it
   * is marked as unfinished, under a claim that tells whether somebody is at work on it.
   */
  @SuppressWarnings("try") // the claim is held, not used
  private ManagedObjectReference copied(Transfer transfer) throws IOException {
    try (Target.Claim claim = target.claim(UnfinishedMachine.claim(spec), transfer)) {
      UnfinishedMachine.removeLeft(vim, spec.name());
      return copy(transfer);
    }
  }

  private ManagedObjectReference copy(Transfer transfer) throws IOException {
    VirtualMachineConfigSpec config = machine();
    config.setExtraConfig(UnfinishedMachine.mark());
    config.setDeviceChange(devices(Hardware.controller(spec.adapterType()), card()));
    ManagedObjectReference machine = create(config, transfer);
    try {
      Found made = vim.look(machine, Machine.INSTANCE_PATHS);
      DatastorePath disk =
          Machine.path(made.text("config.files.vmPathName"))
              .orElseThrow()
              .sibling(spec.name() + ".vmdk");
      VspherePorts ports = target.portsTo(spec.datastore());
      ports.disks().copy(spec.base(), disk, transfer);
      ports.disks().extend(disk, spec.capacityBytes());
      VirtualMachineConfigSpec complete = new VirtualMachineConfigSpec();
      complete.setExtraConfig(UnfinishedMachine.finished(mark()));
      complete.setDeviceChange(
          devices(
              Hardware.existingDisk(
                  Machine.controllerKey(made, spec.adapterType()),
                  spec.capacityBytes(),
                  disk.toString())));
      vim.run(what, stub -> stub.reconfigVM_Task(machine, complete), transfer);
      return machine;
    } catch (IOException | RuntimeException e) {
      removeAfter(e, () -> Machines.remove(vim, what, machine));
      throw e;
    }
  }

  private ManagedObjectReference create(VirtualMachineConfigSpec config, Transfer transfer)
      throws IOException {
    Place place = target.place();
    ManagedObjectReference host = Hosts.choose(vim, place, datastores(), spec.name());
    return vim.run(
            what,
            stub -> stub.createVM_Task(place.vmFolder(), config, place.resourcePool(), host),
            transfer)
        .as(ManagedObjectReference.class);
  }

  /** Those that the machine's host has to reach. */
  private List<VsphereDatastore> datastores() throws IOException {
    VsphereDatastore own = target.datastore(spec.datastore());
    return spec.linkedClone()
        ? List.of(own, target.datastore(spec.base().datastore()))
        : List.of(own);
  }

  private @Nullable VirtualDeviceConfigSpec card() throws IOException {
    String network = spec.network();
    return network == null ? null : new Networks(vim, target.place()).card(network);
  }

  private VirtualMachineConfigSpec machine() {
    VirtualMachineFileInfo files = new VirtualMachineFileInfo();
    files.setVmPathName("[" + spec.datastore() + "]");
    VirtualMachineConfigSpec config = new VirtualMachineConfigSpec();
    config.setName(spec.name());
    config.setFiles(files);
    config.setGuestId("otherGuest64");
    config.setNumCPUs(spec.cpus());
    config.setMemoryMB((long) spec.memoryMib());
    return config;
  }

  private OptionValue[] mark() {
    return new OptionValue[] {Machine.option(Machine.IMAGE_KEY, spec.imageId())};
  }

  private static VirtualDeviceConfigSpec[] devices(@Nullable VirtualDeviceConfigSpec... devices) {
    return Stream.of(devices).filter(Objects::nonNull).toArray(VirtualDeviceConfigSpec[]::new);
  }
}
