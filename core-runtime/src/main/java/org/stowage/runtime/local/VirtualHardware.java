package org.stowage.runtime.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;

/**
 * What the {@code .vmx} of an instance says. VMware Workstation and Fusion open it; keys beginning
 * with {@code stowage.} are ours, which VMware's products keep and ignore.
 */
record VirtualHardware(
    String name,
    UUID id,
    String imageId,
    String diskFile,
    AdapterType adapterType,
    int cpus,
    int memoryMib,
    @Nullable String network) {

  /** Workstation 14, Fusion 10 and ESXi 6.7 on; the first with NVMe that firmware boots from. */
  private static final String HARDWARE_VERSION = "14";

  private static final String CARD = "ethernet0";
  private static final String IMAGE_ID = "stowage.imageId";
  private static final String BIOS_UUID = "uuid.bios";

  Vmx vmx() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(".encoding", "UTF-8");
    values.put("config.version", "8");
    values.put("virtualHW.version", HARDWARE_VERSION);
    values.put("displayName", name);
    values.put("guestOS", guestOs());
    values.put("numvcpus", Integer.toString(cpus));
    values.put("memsize", Integer.toString(memoryMib));
    values.put(BIOS_UUID, spaced(id));
    // Or the products ask, in a dialog, whether the folder was moved or copied.
    values.put("uuid.action", "keep");
    pciBridges(values);
    Controller controller = Controller.of(adapterType);
    controller.describe(values);
    values.put(controller.slot() + ".present", "TRUE");
    values.put(controller.slot() + ".fileName", diskFile);
    card(values);
    values.put(IMAGE_ID, imageId);
    return new Vmx(values);
  }

  /** What a {@code .vmx} says; empty for one that is not of Stowage's making, or spoilt. */
  static Optional<VirtualHardware> of(String name, Vmx vmx) {
    Optional<Controller> controller = Controller.in(vmx);
    Optional<String> imageId = vmx.value(IMAGE_ID);
    Optional<UUID> id = vmx.value(BIOS_UUID).flatMap(VirtualHardware::uuid);
    if (controller.isEmpty() || imageId.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    return vmx.value(controller.get().slot() + ".fileName")
        .map(
            disk ->
                new VirtualHardware(
                    name,
                    id.get(),
                    imageId.get(),
                    disk,
                    controller.get().adapterType(),
                    number(vmx, "numvcpus", 1),
                    number(vmx, "memsize", 32),
                    vmx.value(CARD + ".networkName").orElse(null)));
  }

  private void card(Map<String, String> values) {
    if (network != null) {
      values.put(CARD + ".present", "TRUE");
      values.put(CARD + ".virtualDev", "vmxnet3");
      values.put(CARD + ".networkName", network);
      values.put(CARD + ".addressType", "generated");
    }
  }

  /** BusLogic has no driver in 64-bit guests, and the products refuse to power such a one on. */
  private String guestOs() {
    return adapterType == AdapterType.BUSLOGIC ? "other" : "other-64";
  }

  /** NVMe and paravirtual SCSI are PCI Express devices and need root ports to sit on. */
  private static void pciBridges(Map<String, String> values) {
    values.put("pciBridge0.present", "TRUE");
    for (int bridge = 4; bridge <= 7; bridge++) {
      values.put("pciBridge" + bridge + ".present", "TRUE");
      values.put("pciBridge" + bridge + ".virtualDev", "pcieRootPort");
      values.put("pciBridge" + bridge + ".functions", "8");
    }
  }

  /** A UUID as in {@code 56 4d 1f … 03-4b … 9c}. */
  private static String spaced(UUID id) {
    String hex = id.toString().replace("-", "");
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 2) {
      spaced.append(i == 0 ? "" : i == 16 ? "-" : " ").append(hex, i, i + 2);
    }
    return spaced.toString();
  }

  private static Optional<UUID> uuid(String spaced) {
    String hex = spaced.replaceAll("[ -]", "");
    if (!hex.matches("[0-9A-Fa-f]{32}")) {
      return Optional.empty();
    }
    return Optional.of(
        new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)));
  }

  private static int number(Vmx vmx, String key, int usual) {
    return vmx.value(key)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::valueOf)
        .orElse(usual);
  }
}
