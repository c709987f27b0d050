package org.stowage.vmdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.api.disk.ImageHead;
import org.stowage.vmdk.descriptor.CreateType;
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

  private static final Pattern CREATE_TYPE =
      Pattern.compile(
          "^[ \\t]*+createType[ \\t]*+=[ \\t]*+\"?(\\w++)",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTENT_ID =
      Pattern.compile("^[ \\t]*+CID[ \\t]*+=", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final Pattern SPARSE_EXTENT =
      Pattern.compile(
          "^[ \\t]*+(RW|RDONLY)[ \\t]++\\d++[ \\t]++\\w*SPARSE[ \\t]",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

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
    return ofText(text(bytes));
  }

  static boolean isStream(ByteBuffer head) {
    int streamFlags = SparseFlags.COMPRESSED | SparseFlags.MARKERS;
    return head.remaining() >= FLAGS_OFFSET + Integer.BYTES
        && (head.slice().order(ByteOrder.LITTLE_ENDIAN).getInt(FLAGS_OFFSET) & streamFlags) != 0;
  }

  private static String text(ByteBuffer bytes) {
    int end = 0;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    return ISO_8859_1.decode(bytes.slice(0, end)).toString();
  }

  private static Optional<VmdkKind> ofText(String text) {
    Matcher createType = CREATE_TYPE.matcher(text);
    if (!createType.find() || !CONTENT_ID.matcher(text).find()) {
      return Optional.empty();
    }
    boolean sparse =
        CreateType.named(createType.group(1))
            .map(type -> type.text().endsWith("Sparse"))
            .orElse(false);
    return Optional.of(sparse || SPARSE_EXTENT.matcher(text).find() ? SPARSE : FLAT);
  }
}
