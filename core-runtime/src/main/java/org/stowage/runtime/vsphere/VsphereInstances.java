package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.OptionValue;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualMachineConfigSpec;
import com.vmware.vim25.VirtualMachineFileInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.Operation;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.Instances;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.vsphere.wire.Cancellation;

/**
 * Instances as virtual machines that carry the id of their image in their extra configuration. The
 * server keeps two of one name apart.
 */
final class VsphereInstances implements Instances {

  private final VsphereTarget target;
  private final Vim vim;

  VsphereInstances(VsphereTarget target) {
    this.target = target;
    this.vim = target.vim();
  }

  /** All machines are asked for little; those that are instances for the rest. */
  @Override
  public List<Instance> list() throws IOException {
    Map<ManagedObjectReference, String> images = new HashMap<>();
    for (Found machine : vim.collect(Map.of("VirtualMachine", List.of(Machine.IMAGE_PATH)))) {
      String imageId = imageId(machine);
      if (!imageId.isEmpty()) {
        images.put(machine.reference(), imageId);
      }
    }
    List<Instance> instances = new ArrayList<>();
    for (Found machine : vim.look(List.copyOf(images.keySet()), Machine.INSTANCE_PATHS)) {
      String imageId = images.getOrDefault(machine.reference(), "");
      Machine.instance(machine, imageId).ifPresent(instances::add);
    }
    instances.sort(Comparator.comparing(Instance::name).thenComparing(Instance::datastore));
    return instances;
  }

  private static String imageId(Found machine) {
    OptionValue option = machine.value(Machine.IMAGE_PATH, OptionValue.class);
    return option != null && option.getValue() instanceof String id ? id : "";
  }

  @Override
  public Instance create(InstanceSpec spec, Transfer transfer) throws IOException {
    String what = "create instance " + spec.name() + " on " + spec.datastore();
    ManagedObjectReference machine =
        spec.linkedClone() ? linked(what, spec, transfer) : copied(what, spec, transfer);
    return Machine.instance(vim.look(machine, Machine.INSTANCE_PATHS), spec.imageId())
        .orElseThrow(
            () -> new StorageException(CommonError.IO, what + ": the machine has no disk", ""));
  }

  private ManagedObjectReference linked(String what, InstanceSpec spec, Transfer transfer)
      throws IOException {
    VirtualMachineConfigSpec config = machine(spec);
    config.setExtraConfig(mark(spec));
    config.setDeviceChange(
        devices(
            Hardware.controller(spec.adapterType()),
            Hardware.linkedClone(
                spec.adapterType(), spec.capacityBytes(), spec.base().toString())));
    return make(what, spec, config, transfer);
  }

  /**
   * The machine is no instance before its disk is complete, and goes if that fails. Until then it
   * is marked as unfinished, under a claim that tells whether somebody is at work on it.
   */
  @SuppressWarnings("try") // the claim is held, not used
  private ManagedObjectReference copied(String what, InstanceSpec spec, Transfer transfer)
      throws IOException {
    try (Target.Claim claim = target.claim(UnfinishedMachine.claim(spec), transfer)) {
      UnfinishedMachine.removeLeft(vim, spec);
      return copy(what, spec, transfer);
    }
  }

  private ManagedObjectReference copy(String what, InstanceSpec spec, Transfer transfer)
      throws IOException {
    VirtualMachineConfigSpec config = machine(spec);
    config.setExtraConfig(UnfinishedMachine.mark());
    config.setDeviceChange(devices(Hardware.controller(spec.adapterType())));
    ManagedObjectReference machine = make(what, spec, config, transfer);
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
      complete.setExtraConfig(UnfinishedMachine.finished(mark(spec)));
      complete.setDeviceChange(
          devices(
              Hardware.existingDisk(
                  Machine.controllerKey(made, spec.adapterType()),
                  spec.capacityBytes(),
                  disk.toString())));
      vim.run(what, stub -> stub.reconfigVM_Task(machine, complete), transfer);
      return machine;
    } catch (IOException | RuntimeException e) {
      try {
        vim.run(what, stub -> stub.destroy_Task(machine), Operation.unwatched(what));
      } catch (IOException atCleaning) {
        e.addSuppressed(atCleaning);
      }
      throw e;
    }
  }

  private ManagedObjectReference make(
      String what, InstanceSpec spec, VirtualMachineConfigSpec config, Transfer transfer)
      throws IOException {
    VspherePorts ports = target.portsTo(spec.datastore());
    ManagedObjectReference host = ports.host();
    return vim.run(
            what,
            stub ->
                stub.createVM_Task(
                    ports.place().vmFolder(), config, ports.place().resourcePool(), host),
            transfer)
        .as(ManagedObjectReference.class);
  }

  private static VirtualMachineConfigSpec machine(InstanceSpec spec) {
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

  private static OptionValue[] mark(InstanceSpec spec) {
    return new OptionValue[] {Machine.option(Machine.IMAGE_KEY, spec.imageId())};
  }

  private static VirtualDeviceConfigSpec[] devices(
      @org.jspecify.annotations.Nullable VirtualDeviceConfigSpec... devices) {
    return Stream.of(devices).filter(Objects::nonNull).toArray(VirtualDeviceConfigSpec[]::new);
  }

  /**
   * The disk is taken from the machine first and deleted by itself: a server that deletes a machine
   * may take the base disk of its linked clone for a part of it. While its disk is exported, this
   * waits.
   */
  @Override
  public void destroy(Instance instance) throws IOException {
    String what = "destroy instance " + instance.name();
    ManagedObjectReference machine = Machines.find(vim, instance);
    MachineSnapshot.removeLeft(target, instance, machine);
    vim.tolerating(
        "InvalidPowerState",
        () ->
            vim.run(
                what + ": powering it off",
                stub -> stub.powerOffVM_Task(machine),
                Operation.unwatched(what)));
    Machine.Disk disk = Machine.rootDisk(vim.look(machine, Machine.DISK_PATHS)).orElse(null);
    if (disk != null) {
      WhenFree.call(
          target.patience(),
          Cancellation.NEVER,
          () -> {
            Machines.detach(vim, what, machine, disk);
            return true;
          });
      target.portsTo(disk.path().datastore()).disks().delete(disk.path());
    }
    Machines.remove(vim, what, machine);
  }
}
