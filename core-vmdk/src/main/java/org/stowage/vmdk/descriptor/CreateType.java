package org.stowage.vmdk.descriptor;

import java.util.List;
import java.util.Optional;

/** The values of {@code createType}: how the storage of a VMDK is arranged (technote, "Header"). */
public enum CreateType {
  MONOLITHIC_SPARSE("monolithicSparse"),
  MONOLITHIC_FLAT("monolithicFlat"),
  TWO_GB_SPARSE("twoGbMaxExtentSparse", "2GbMaxExtentSparse"),
  TWO_GB_FLAT("twoGbMaxExtentFlat", "2GbMaxExtentFlat"),
  STREAM_OPTIMIZED("streamOptimized"),
  VMFS("vmfs"),
  VMFS_THIN("vmfsThin"),
  VMFS_PREALLOCATED("vmfsPreallocated"),
  VMFS_EAGER_ZEROED_THICK("vmfsEagerZeroedThick"),
  VMFS_SPARSE("vmfsSparse"),
  SE_SPARSE("seSparse"),
  VMFS_RDM("vmfsRDM", "vmfsRawDeviceMap"),
  VMFS_PASSTHROUGH_RDM("vmfsRDMP", "vmfsPassthroughRawDeviceMap"),
  VMFS_RAW("vmfsRaw"),
  FULL_DEVICE("fullDevice"),
  PARTITIONED_DEVICE("partitionedDevice"),
  CUSTOM("custom");

  private final List<String> spellings;

  CreateType(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The spelling to write. */
  public String text() {
    return spellings.get(0);
  }

  /** Finds a create type by any of its spellings, ignoring case. */
  public static Optional<CreateType> named(String text) {
    for (CreateType type : values()) {
      for (String spelling : type.spellings) {
        if (spelling.equalsIgnoreCase(text)) {
          return Optional.of(type);
        }
      }
    }
    return Optional.empty();
  }
}
