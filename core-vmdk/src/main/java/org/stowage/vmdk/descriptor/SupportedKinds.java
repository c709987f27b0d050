package org.stowage.vmdk.descriptor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.VmdkError;

/** Refuses the kinds of VMDK that are known and not read, each with what to do instead. */
public final class SupportedKinds {

  private static final int COWD = 0x44574f43;
  private static final int UNFINISHED = 0x766d646b;
  private static final long SE_SPARSE = 0xcafebabeL;

  private static final String EXPORT =
      "Export the machine as OVF or OVA, or clone the disk on the host: vmkfstools -i SOURCE TARGET.";
  private static final String COPY_DEVICE =
      "Copy the device's content into an image, for example: qemu-img convert DEVICE disk.vmdk.";

  private SupportedKinds() {}

  /**
   * Whether a file starts like one of the kinds that {@link #checkMagic} refuses.
   *
   * @param head the first bytes, from the position on; the position stays
   */
  public static boolean isUnsupported(ByteBuffer head) {
    if (head.remaining() < Long.BYTES) {
      return false;
    }
    ByteBuffer in = head.slice().order(ByteOrder.LITTLE_ENDIAN);
    int magic = in.getInt(0);
    return magic == COWD || magic == UNFINISHED || in.getLong(0) == SE_SPARSE;
  }

  /** Refuses binary kinds that are not read: COWD, seSparse, and files never finished. */
  public static void checkMagic(ByteBuffer head, String object) throws DiskFormatException {
    if (!isUnsupported(head)) {
      return;
    }
    int magic = head.slice().order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    if (magic == UNFINISHED) {
      throw VmdkError.refused(
          VmdkError.TRUNCATED,
          object,
          "its writer marked it as unfinished (kdmv)",
          "Make the image again and wait until its writer is done.");
    }
    throw unsupported(
        object, magic == COWD ? "vmfsSparse (COWD)" : "seSparse", "a delta of a snapshot", EXPORT);
  }

  /** Refuses descriptors of kinds that are not read: devices, host deltas, encrypted disks. */
  public static void check(Descriptor descriptor, String object) throws DiskFormatException {
    for (String key : descriptor.otherKeys().keySet()) {
      String lower = key.toLowerCase(Locale.ROOT);
      if (lower.startsWith("encryption") || lower.startsWith("keysafe")) {
        throw unsupported(
            object,
            "encrypted",
            "named so by " + DescriptorParser.shown(key),
            "Decrypt the disk where it was made, and export it again.");
      }
    }
    CreateType type =
        descriptor
            .knownCreateType()
            .orElseThrow(
                () ->
                    unsupported(
                        object,
                        DescriptorParser.shown(descriptor.createType()),
                        "a create type that is unknown here",
                        EXPORT));
    switch (type) {
      case VMFS_SPARSE, SE_SPARSE ->
          throw unsupported(object, type.text(), "a delta of a snapshot", EXPORT);
      case VMFS_RDM, VMFS_PASSTHROUGH_RDM, VMFS_RAW, FULL_DEVICE, PARTITIONED_DEVICE ->
          throw unsupported(
              object, type.text(), "content kept on a device of its host", COPY_DEVICE);
      default -> checkExtents(descriptor, object);
    }
  }

  private static void checkExtents(Descriptor descriptor, String object)
      throws DiskFormatException {
    for (ExtentLine extent : descriptor.extents()) {
      switch (extent.type()) {
        case VMFSSPARSE, SESPARSE ->
            throw unsupported(object, extent.type().name(), "a delta of a snapshot", EXPORT);
        case VMFSRDM, VMFSRAW ->
            throw unsupported(
                object, extent.type().name(), "content kept on a device of its host", COPY_DEVICE);
        default -> {
          if (extent.access() == ExtentLine.Access.NOACCESS
              && extent.type() != ExtentLine.Type.ZERO) {
            throw unsupported(object, "NOACCESS", "an extent that must not be read", EXPORT);
          }
        }
      }
    }
  }

  private static DiskFormatException unsupported(
      String object, String kind, String what, String remedy) {
    return VmdkError.refused(
        VmdkError.UNSUPPORTED_KIND, object, "%s (%s) is not read".formatted(kind, what), remedy);
  }
}
