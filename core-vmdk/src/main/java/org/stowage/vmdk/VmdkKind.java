package org.stowage.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.stowage.api.disk.ImageHead;
import org.stowage.vmdk.descriptor.DescriptorHead;
import org.stowage.vmdk.descriptor.SupportedKinds;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;

/** The disk formats that are VMDKs, as told from the first bytes of an image. */
public enum VmdkKind {
  /** Grains at any place: one file, several, or a linked child. */
  SPARSE("sparse"),
  /** Compressed grains in ascending order. */
  STREAM_OPTIMIZED("streamOptimized"),
  /** A descriptor beside files with the disk's plain bytes. */
  FLAT("flat");

  private static final int FLAGS_OFFSET = 8;
  private static final int STREAM_FLAGS = SparseFlags.COMPRESSED | SparseFlags.MARKERS;

  private final String formatId;

  VmdkKind(String formatId) {
    this.formatId = formatId;
  }

  /** The id of the format, as in {@link org.stowage.api.disk.DiskFormat#id()}. */
  public String formatId() {
    return formatId;
  }

  /**
   * The kind of VMDK that an image is, by its bytes alone; empty when it is none. Kinds that are
   * known and not read are among them, so that opening one says why.
   */
  public static Optional<VmdkKind> of(ImageHead head) {
    ByteBuffer bytes = head.bytes();
    if (SupportedKinds.isUnsupported(bytes)) {
      return Optional.of(SPARSE);
    }
    if (SparseHeader.isMagic(bytes)) {
      return Optional.of(isStream(bytes) ? STREAM_OPTIMIZED : SPARSE);
    }
    return DescriptorHead.of(bytes).map(text -> text.sparse() ? SPARSE : FLAT);
  }

  private static boolean isStream(ByteBuffer head) {
    return head.remaining() >= FLAGS_OFFSET + Integer.BYTES
        && (head.order(ByteOrder.LITTLE_ENDIAN).getInt(FLAGS_OFFSET) & STREAM_FLAGS) != 0;
  }
}
