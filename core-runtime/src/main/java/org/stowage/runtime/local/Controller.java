package org.stowage.runtime.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;

/**
 * The controller of a root disk in a {@code .vmx}.
 *
 * @param bus its name, such as {@code scsi0}
 * @param virtualDevice which of the bus's controllers it is; null where there is one kind alone
 */
record Controller(AdapterType adapterType, String bus, @Nullable String virtualDevice) {

  static Controller of(AdapterType type) {
    return switch (type) {
      case IDE -> new Controller(type, "ide0", null);
      case BUSLOGIC -> new Controller(type, "scsi0", "buslogic");
      case LSILOGIC -> new Controller(type, "scsi0", "lsilogic");
      case LSILOGIC_SAS -> new Controller(type, "scsi0", "lsisas1068");
      case PVSCSI -> new Controller(type, "scsi0", "pvscsi");
      case SATA -> new Controller(type, "sata0", null);
      case NVME -> new Controller(type, "nvme0", null);
    };
  }

  /** The controller whose first slot holds a disk. */
  static Optional<Controller> in(Vmx vmx) {
    return Arrays.stream(AdapterType.values())
        .map(Controller::of)
        .filter(controller -> vmx.isTrue(controller.slot() + ".present"))
        .filter(
            controller ->
                vmx.value(controller.slot() + ".fileName")
                    .filter(file -> file.toLowerCase(Locale.ROOT).endsWith(".vmdk"))
                    .isPresent())
        .filter(
            controller ->
                controller.virtualDevice == null
                    || vmx.value(controller.bus + ".virtualDev")
                        .filter(controller.virtualDevice::equalsIgnoreCase)
                        .isPresent())
        .findFirst();
  }

  /** The key under which the first disk stands. */
  String slot() {
    return bus + ":0";
  }

  void describe(Map<String, String> values) {
    // IDE controllers are always there, and have no key that says so.
    if (adapterType != AdapterType.IDE) {
      values.put(bus + ".present", "TRUE");
    }
    if (virtualDevice != null) {
      values.put(bus + ".virtualDev", virtualDevice);
    }
  }
}
