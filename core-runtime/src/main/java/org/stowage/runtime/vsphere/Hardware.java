package org.stowage.runtime.vsphere;

import com.vmware.vim25.ParaVirtualSCSIController;
import com.vmware.vim25.VirtualAHCIController;
import com.vmware.vim25.VirtualBusLogicController;
import com.vmware.vim25.VirtualController;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualDeviceConfigSpecFileOperation;
import com.vmware.vim25.VirtualDeviceConfigSpecOperation;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualDiskFlatVer2BackingInfo;
import com.vmware.vim25.VirtualIDEController;
import com.vmware.vim25.VirtualLsiLogicController;
import com.vmware.vim25.VirtualLsiLogicSASController;
import com.vmware.vim25.VirtualSCSIController;
import com.vmware.vim25.VirtualSCSISharing;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.vsphere.soap.VirtualNVMEController;

/** The virtual hardware of a machine with one disk: a controller, and the disk on it. */
final class Hardware {

  /** Keys of new devices are negative; the server gives them others. */
  private static final int CONTROLLER_KEY = -100;

  private static final int DISK_KEY = -101;

  /** Every machine comes with two IDE controllers, of these keys. */
  private static final int FIRST_IDE_KEY = 200;

  private static final int KIB = 1024;

  private Hardware() {}

  /** A new controller; null where every machine has one. */
  static @Nullable VirtualDeviceConfigSpec controller(AdapterType adapterType) {
    VirtualController controller =
        switch (adapterType) {
          case IDE -> new VirtualIDEController();
          case BUSLOGIC -> new VirtualBusLogicController();
          case LSILOGIC -> new VirtualLsiLogicController();
          case LSILOGIC_SAS -> new VirtualLsiLogicSASController();
          case PVSCSI -> new ParaVirtualSCSIController();
          case SATA -> new VirtualAHCIController();
          case NVME -> new VirtualNVMEController();
        };
    if (controller instanceof VirtualIDEController) {
      return null;
    }
    controller.setKey(CONTROLLER_KEY);
    controller.setBusNumber(0);
    if (controller instanceof VirtualSCSIController scsi) {
      scsi.setSharedBus(VirtualSCSISharing.noSharing);
    }
    VirtualDeviceConfigSpec add = new VirtualDeviceConfigSpec();
    add.setOperation(VirtualDeviceConfigSpecOperation.add);
    add.setDevice(controller);
    return add;
  }

  /** A new, thin disk, whose file the server makes and names. */
  static VirtualDeviceConfigSpec newDisk(AdapterType adapterType, long capacityBytes) {
    VirtualDiskFlatVer2BackingInfo backing = backing("");
    backing.setThinProvisioned(true);
    return create(adapterType, capacityBytes, backing);
  }

  /** A new linked clone of a base disk; the server makes and names its file. */
  static VirtualDeviceConfigSpec linkedClone(
      AdapterType adapterType, long capacityBytes, String base) {
    VirtualDiskFlatVer2BackingInfo backing = backing("");
    backing.setParent(backing(base));
    return create(adapterType, capacityBytes, backing);
  }

  private static VirtualDeviceConfigSpec create(
      AdapterType adapterType, long capacityBytes, VirtualDiskFlatVer2BackingInfo backing) {
    int controllerKey = adapterType == AdapterType.IDE ? FIRST_IDE_KEY : CONTROLLER_KEY;
    VirtualDeviceConfigSpec add = disk(controllerKey, capacityBytes, backing);
    add.setFileOperation(VirtualDeviceConfigSpecFileOperation.create);
    return add;
  }

  /**
   * A disk that exists, on a machine that does.
   *
   * @param controllerKey of the machine's controller
   */
  static VirtualDeviceConfigSpec existingDisk(int controllerKey, long capacityBytes, String file) {
    return disk(controllerKey, capacityBytes, backing(file));
  }

  private static VirtualDeviceConfigSpec disk(
      int controllerKey, long capacityBytes, VirtualDiskFlatVer2BackingInfo backing) {
    VirtualDisk disk = new VirtualDisk();
    disk.setKey(DISK_KEY);
    disk.setControllerKey(controllerKey);
    disk.setUnitNumber(0);
    disk.setBacking(backing);
    disk.setCapacityInKB((capacityBytes + KIB - 1) / KIB);
    disk.setCapacityInBytes(capacityBytes);
    VirtualDeviceConfigSpec add = new VirtualDeviceConfigSpec();
    add.setOperation(VirtualDeviceConfigSpecOperation.add);
    add.setDevice(disk);
    return add;
  }

  /** Makes a disk of a machine larger. */
  static VirtualDeviceConfigSpec grow(VirtualDisk disk, long capacityBytes) {
    disk.setCapacityInKB(capacityBytes / KIB);
    disk.setCapacityInBytes(capacityBytes);
    VirtualDeviceConfigSpec edit = new VirtualDeviceConfigSpec();
    edit.setOperation(VirtualDeviceConfigSpecOperation.edit);
    edit.setDevice(disk);
    return edit;
  }

  /** Takes a disk from its machine and leaves its file alone. */
  static VirtualDeviceConfigSpec detach(VirtualDisk disk) {
    VirtualDeviceConfigSpec remove = new VirtualDeviceConfigSpec();
    remove.setOperation(VirtualDeviceConfigSpecOperation.remove);
    remove.setDevice(disk);
    return remove;
  }

  private static VirtualDiskFlatVer2BackingInfo backing(String file) {
    VirtualDiskFlatVer2BackingInfo backing = new VirtualDiskFlatVer2BackingInfo();
    backing.setFileName(file);
    backing.setDiskMode("persistent");
    return backing;
  }
}
