package org.stowage.api.disk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The controller a disk hangs on, as the guest sees it. */
public enum AdapterType {
  IDE("ide", "ide", "ide"),
  BUSLOGIC("buslogic", "buslogic", "busLogic"),
  LSILOGIC("lsilogic", "lsilogic", "lsiLogic"),
  LSILOGIC_SAS("lsilogicsas", "lsilogic", "lsiLogicsas"),
  PVSCSI("pvscsi", "lsilogic", "paraVirtual"),
  SATA("sata", "lsilogic", "sata"),
  NVME("nvme", "lsilogic", "nvme");

  private final String id;
  private final String vmdkName;
  private final String imagePropertyName;

  AdapterType(String id, String vmdkName, String imagePropertyName) {
    this.id = id;
    this.vmdkName = vmdkName;
    this.imagePropertyName = imagePropertyName;
  }

  /** The name the command prints and takes, lower case. */
  public String id() {
    return id;
  }

  /**
   * The value of {@code ddb.adapterType} in a VMDK descriptor, which knows only ide, buslogic and
   * lsilogic: every other SCSI, SATA or NVMe adapter is written as lsilogic (VMware Virtual Disk
   * Format 5.0, "The Disk Database").
   */
  public String vmdkName() {
    return vmdkName;
  }

  /** The spelling of the image property {@code vmware_adaptertype}. */
  public String imagePropertyName() {
    return imagePropertyName;
  }

  /**
   * Finds an adapter by any of its spellings, ignoring case: the id, the image property's value, or
   * one of the names people use for it (lsisas1068, vmpvscsi, VirtualSCSI, ahci, legacyESX).
   */
  public static Optional<AdapterType> named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "lsisas1068" -> Optional.of(LSILOGIC_SAS);
      case "vmpvscsi", "virtualscsi" -> Optional.of(PVSCSI);
      case "ahci" -> Optional.of(SATA);
      case "legacyesx" -> Optional.of(LSILOGIC);
      default ->
          Arrays.stream(values())
              .filter(
                  type -> type.id.equals(wanted) || type.imagePropertyName.equalsIgnoreCase(wanted))
              .findFirst();
    };
  }
}
