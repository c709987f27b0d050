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
            case "vmware.sata.ahci" -> Optional.of(AdapterType.SATA);
            case "vmware.nvme.controller" -> Optional.of(AdapterType.NVME);
            default -> AdapterType.named(word);
          };
      if (adapter.isPresent()) {
        return adapter;
      }
    }
    return Optional.empty();
  }
}
