package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.OptionValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.Operation;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.Instances;
import org.stowage.runtime.target.Staging;

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
  public void requireNetwork(String network) throws IOException {
    new Networks(vim, target.place()).named(network);
  }

  @Override
  public Instance create(InstanceSpec spec, Transfer transfer) throws IOException {
    if (List.of(target.cacheFolder(), Staging.TOP).contains(spec.name())) {
      throw new StorageException(
          CommonError.ALREADY_EXISTS,
          "create instance %s: base disks and unfinished work lie in folders of such names"
              .formatted(spec.name()),
          "Choose another name.");
    }
    return new NewMachine(target, spec).make(transfer);
  }

  @Override
  public Instance resize(Instance instance, long capacityBytes, Transfer transfer)
      throws IOException {
    return new MachineDisk(target, instance).grow(capacityBytes, transfer);
  }

  @Override
  public Instance flatten(Instance instance, Transfer transfer) throws IOException {
    return new MachineDisk(target, instance).flatten(transfer);
  }

  /** While its disk is exported, this waits. */
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
    Machines.removeWithDisk(target, what, machine);
  }
}
