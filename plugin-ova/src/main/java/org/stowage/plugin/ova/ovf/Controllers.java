package org.stowage.plugin.ova.ovf;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Item;

/** What the Items of disk controllers mean (CIM_ResourceAllocationSettingData, ResourceType). */
final class Controllers {

  private static final String IDE = "5";
  private static final String SCSI = "6";
  private static final String OTHER_STORAGE = "20";
  private static final String AHCI = "vmware.sata.ahci";
  private static final String NVME = "vmware.nvme.controller";

  private Controllers() {}

  /**
   * The adapter a controller is; null when there is no controller, or no adapter of ours is it.
   *
   * <p>The sub-type is a list of preferences, so the first known word counts.
   */
  static @Nullable AdapterType adapter(@Nullable Item controller) {
    if (controller == null) {
      return null;
    }
    String preferences =
        controller.resourceSubType() == null ? "" : controller.resourceSubType().strip();
    return switch (controller.resourceType()) {
      case IDE -> AdapterType.IDE;
      case SCSI -> named(preferences).orElse(AdapterType.LSILOGIC);
      case OTHER_STORAGE ->
          named(preferences).orElse(preferences.isEmpty() ? AdapterType.SATA : null);
      default -> null;
    };
  }

  /** The type of the Item by which a new descriptor names a controller. */
  static String resourceType(AdapterType adapter) {
    return switch (adapter) {
      case IDE -> IDE;
      case BUSLOGIC, LSILOGIC, LSILOGIC_SAS, PVSCSI -> SCSI;
      case SATA, NVME -> OTHER_STORAGE;
    };
  }

  /** Its sub-type in VMware's words; empty for a controller that needs none. */
  static String subType(AdapterType adapter) {
    return switch (adapter) {
      case IDE -> "";
      case PVSCSI -> "VirtualSCSI";
      case SATA -> AHCI;
      case NVME -> NVME;
      case BUSLOGIC, LSILOGIC, LSILOGIC_SAS -> adapter.id();
    };
  }

  /** What controllers have in common whose addresses can be compared. */
  static String kind(@Nullable Item controller) {
    if (controller == null) {
      return "";
    }
    AdapterType adapter = adapter(controller);
    boolean sharesNumber = controller.resourceType().equals(OTHER_STORAGE) && adapter != null;
    return sharesNumber ? adapter.id() : controller.resourceType();
  }

  private static Optional<AdapterType> named(String preferences) {
    for (String word : preferences.split("[\\s,]+")) {
      Optional<AdapterType> adapter =
          switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case AHCI -> Optional.of(AdapterType.SATA);
            case NVME -> Optional.of(AdapterType.NVME);
            default -> AdapterType.named(word);
          };
      if (adapter.isPresent()) {
        return adapter;
      }
    }
    return Optional.empty();
  }
}
