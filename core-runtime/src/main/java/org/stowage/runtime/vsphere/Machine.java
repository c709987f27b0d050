package org.stowage.runtime.vsphere;

import com.vmware.vim25.OptionValue;
import com.vmware.vim25.ParaVirtualSCSIController;
import com.vmware.vim25.VirtualAHCIController;
import com.vmware.vim25.VirtualBusLogicController;
import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDeviceBackingInfo;
import com.vmware.vim25.VirtualDeviceFileBackingInfo;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualDiskFlatVer2BackingInfo;
import com.vmware.vim25.VirtualDiskSeSparseBackingInfo;
import com.vmware.vim25.VirtualDiskSparseVer2BackingInfo;
import com.vmware.vim25.VirtualIDEController;
import com.vmware.vim25.VirtualLsiLogicSASController;
import com.vmware.vim25.VirtualSCSIController;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.vsphere.soap.VirtualNVMEController;

/** Reads virtual machines as the server shows them. */
final class Machine {

  /** The key of the extra configuration that marks an instance; its value is the image's id. */
  static final String IMAGE_KEY = "stowage.image";

  static final String IMAGE_PATH = "config.extraConfig[\"" + IMAGE_KEY + "\"]";

  static final List<String> DISK_PATHS = List.of("config.hardware.device");

  static final List<String> INSTANCE_PATHS =
      List.of(
          "name",
          "config.instanceUuid",
          "config.files.vmPathName",
          "config.hardware.device",
          "config.hardware.numCPU",
          "config.hardware.memoryMB");

  private static final Pattern PATH = Pattern.compile("\\[(?<datastore>[^\\]]+)] ?(?<path>.*)");
  private static final int KIB = 1024;

  private Machine() {}

  static OptionValue option(String key, String value) {
    OptionValue option = new OptionValue();
    option.setKey(key);
    option.setValue(value);
    return option;
  }

  /**
   * A machine's root disk.
   *
   * @param parent null when it stands alone
   */
  record Disk(
      VirtualDisk device,
      DatastorePath path,
      long capacityBytes,
      AdapterType adapterType,
      @Nullable DatastorePath parent) {}

  /** The disk at the lowest address; empty when there is none that is a file. */
  static Optional<Disk> rootDisk(Found machine) {
    return disks(machine)
        .min(
            Comparator.comparing((VirtualDisk disk) -> orZero(disk.getControllerKey()))
                .thenComparing(disk -> orZero(disk.getUnitNumber())))
        .flatMap(disk -> disk(disk, devices(machine)));
  }

  /** The place of a disk among the machine's disks, from 0. */
  static int number(Found machine, Disk disk) {
    return disks(machine).map(VirtualDisk::getKey).toList().indexOf(disk.device().getKey());
  }

  private static VirtualDevice[] devices(Found machine) {
    VirtualDevice[] devices = machine.value("config.hardware.device", VirtualDevice[].class);
    return devices == null ? new VirtualDevice[0] : devices;
  }

  private static Stream<VirtualDisk> disks(Found machine) {
    return Arrays.stream(devices(machine))
        .filter(VirtualDisk.class::isInstance)
        .map(VirtualDisk.class::cast);
  }

  private static Optional<Disk> disk(VirtualDisk disk, VirtualDevice[] devices) {
    if (!(disk.getBacking() instanceof VirtualDeviceFileBackingInfo file)) {
      return Optional.empty();
    }
    DatastorePath parent =
        file instanceof VirtualDiskFlatVer2BackingInfo flat && flat.getParent() != null
            ? path(flat.getParent().getFileName()).orElse(null)
            : null;
    Long capacityBytes = disk.getCapacityInBytes();
    return path(file.getFileName())
        .map(
            path ->
                new Disk(
                    disk,
                    path,
                    capacityBytes == null || capacityBytes == 0
                        ? disk.getCapacityInKB() * KIB
                        : capacityBytes,
                    adapterType(disk.getControllerKey(), devices),
                    parent));
  }

  /** The files of a disk and of all disks that it stands on. */
  static List<DatastorePath> chain(VirtualDisk disk) {
    List<DatastorePath> chain = new ArrayList<>();
    @Nullable VirtualDeviceBackingInfo backing = disk.getBacking();
    while (backing instanceof VirtualDeviceFileBackingInfo file) {
      path(file.getFileName()).ifPresent(chain::add);
      if (file instanceof VirtualDiskFlatVer2BackingInfo flat) {
        backing = flat.getParent();
      } else if (file instanceof VirtualDiskSeSparseBackingInfo sparse) {
        backing = sparse.getParent();
      } else if (file instanceof VirtualDiskSparseVer2BackingInfo sparse) {
        backing = sparse.getParent();
      } else {
        backing = null;
      }
    }
    return chain;
  }

  /** An instance of ours; empty for a machine that is not complete. */
  static Optional<Instance> instance(Found machine, String imageId) {
    Optional<DatastorePath> descriptor = path(machine.text("config.files.vmPathName"));
    return rootDisk(machine)
        .filter(disk -> descriptor.isPresent())
        .map(
            disk ->
                new Instance(
                    machine.text("name"),
                    machine.text("config.instanceUuid"),
                    imageId,
                    descriptor.get(),
                    disk.path(),
                    disk.capacityBytes(),
                    disk.adapterType(),
                    disk.parent(),
                    Math.max(1, (int) machine.number("config.hardware.numCPU")),
                    (int) machine.number("config.hardware.memoryMB")));
  }

  /** Of a disk whose controller has a key; lsiLogic where that is none that is known. */
  private static AdapterType adapterType(@Nullable Integer key, VirtualDevice[] devices) {
    return Arrays.stream(devices)
        .filter(device -> key != null && device.getKey() == key)
        .findFirst()
        .flatMap(Machine::adapterType)
        .orElse(AdapterType.LSILOGIC);
  }

  /** What disks get from a controller; empty for one that disks are not put on. */
  private static Optional<AdapterType> adapterType(VirtualDevice controller) {
    if (controller instanceof VirtualIDEController) {
      return Optional.of(AdapterType.IDE);
    } else if (controller instanceof ParaVirtualSCSIController) {
      return Optional.of(AdapterType.PVSCSI);
    } else if (controller instanceof VirtualLsiLogicSASController) {
      return Optional.of(AdapterType.LSILOGIC_SAS);
    } else if (controller instanceof VirtualBusLogicController) {
      return Optional.of(AdapterType.BUSLOGIC);
    } else if (controller instanceof VirtualAHCIController) {
      return Optional.of(AdapterType.SATA);
    } else if (controller instanceof VirtualNVMEController) {
      return Optional.of(AdapterType.NVME);
    } else if (controller instanceof VirtualSCSIController) {
      return Optional.of(AdapterType.LSILOGIC);
    }
    return Optional.empty();
  }

  /** The key of a machine's first controller of a type. */
  static int controllerKey(Found machine, AdapterType wanted) throws StorageException {
    return Arrays.stream(devices(machine))
        .filter(device -> adapterType(device).filter(wanted::equals).isPresent())
        .map(VirtualDevice::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.IO, "the machine has no " + wanted.id() + " controller", ""));
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  /** Reads a path as the server prints it; empty for one that is none. */
  static Optional<DatastorePath> path(@Nullable String text) {
    Matcher parts = PATH.matcher(text == null ? "" : text);
    try {
      return parts.matches()
          ? Optional.of(new DatastorePath(parts.group("datastore"), parts.group("path")))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
