package org.stowage.vmdk.format;

import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;

/** What can be wrong with the bytes of a VMDK or raw disk. Numbers 1000 to 1999. */
public final class VmdkError {

  // The file as a whole
  public static final ErrorCode TRUNCATED = integrity(1001, "image-truncated");
  public static final ErrorCode UNSUPPORTED_KIND = input(1002, "unsupported-vmdk-kind");
  public static final ErrorCode TEXT_MODE_DAMAGE = integrity(1003, "text-mode-damage");
  public static final ErrorCode TRAILING_BYTES = input(1004, "trailing-bytes");
  public static final ErrorCode PARTIAL_SECTOR = input(1005, "partial-last-sector");
  public static final ErrorCode NOT_RAW = input(1006, "not-a-raw-disk");

  // Sparse header and footer
  public static final ErrorCode HEADER = input(1010, "sparse-header-malformed");
  public static final ErrorCode VERSION = input(1011, "unsupported-vmdk-version");
  public static final ErrorCode FLAGS = input(1012, "unsupported-vmdk-flags");
  public static final ErrorCode CAPACITY = input(1013, "capacity-out-of-range");
  public static final ErrorCode GRAIN_SIZE = input(1014, "grain-size-out-of-range");
  public static final ErrorCode FOOTER = input(1015, "footer-malformed");
  public static final ErrorCode UNCLEAN_SHUTDOWN = input(1016, "unclean-shutdown");
  public static final ErrorCode NO_END = input(1017, "no-end-of-stream");

  // Descriptor and extents
  public static final ErrorCode DESCRIPTOR = input(1020, "descriptor-malformed");
  public static final ErrorCode DESCRIPTOR_AREA = input(1021, "descriptor-area-out-of-range");
  public static final ErrorCode EXTENT_LINE = input(1022, "extent-line-malformed");
  public static final ErrorCode EXTENT_NAME = input(1023, "extent-name-refused");
  public static final ErrorCode EXTENT_COUNT = input(1024, "too-many-extents");
  public static final ErrorCode EXTENT_SIZE = integrity(1025, "extent-shorter-than-declared");
  public static final ErrorCode EXTENT_LOOP = input(1026, "extent-names-itself");

  // Grains and their tables
  public static final ErrorCode TABLE_BEYOND_END =
      integrity(1030, "grain-table-beyond-end-of-file");
  public static final ErrorCode GRAIN_BEYOND_END = integrity(1031, "grain-beyond-end-of-file");
  public static final ErrorCode GRAIN_OVERLAP = integrity(1032, "grains-overlap");
  public static final ErrorCode TABLE_MISMATCH = integrity(1033, "tables-and-markers-differ");
  public static final ErrorCode MARKER = input(1034, "marker-malformed");
  public static final ErrorCode GRAIN_ORDER = input(1035, "grains-out-of-order");
  public static final ErrorCode COMPRESSED_GRAIN = integrity(1036, "compressed-grain-damaged");

  // Linked children
  public static final ErrorCode PARENT_CHANGED = integrity(1040, "parent-changed");
  public static final ErrorCode PARENT_MISSING = input(1041, "parent-not-usable");
  public static final ErrorCode CHAIN_LOOP = input(1042, "chain-loops");
  public static final ErrorCode CHAIN_DEPTH = input(1043, "chain-too-deep");

  // Writing
  public static final ErrorCode EXTENT_ORDER = input(1050, "extents-out-of-order");
  public static final ErrorCode BEYOND_CAPACITY = input(1051, "content-beyond-capacity");
  public static final ErrorCode FILE_TOO_LARGE = input(1052, "image-file-too-large");

  private static final String GET_AGAIN =
      "The image is damaged or was made to mislead: fetch it again, or make it anew at its origin.";

  private VmdkError() {}

  /**
   * A refusal of bytes that no writer makes on purpose.
   *
   * @param object the file or member that was read
   * @param observed what was found there against what is allowed
   */
  public static DiskFormatException damaged(ErrorCode code, String object, String observed) {
    return refused(code, object, observed, GET_AGAIN);
  }

  /** A refusal of bytes that no writer makes on purpose, found by something that failed on them. */
  public static DiskFormatException damaged(
      ErrorCode code, String object, String observed, Throwable cause) {
    return new DiskFormatException(
        code, "cannot read " + object + ": " + observed, GET_AGAIN, cause);
  }

  /** A refusal whose remedy is another than to get the image again. */
  public static DiskFormatException refused(
      ErrorCode code, String object, String observed, String remedy) {
    return new DiskFormatException(code, "cannot read " + object + ": " + observed, remedy);
  }

  private static ErrorCode input(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.INPUT, ExitStatus.FAILURE);
  }

  private static ErrorCode integrity(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.INPUT, ExitStatus.INTEGRITY);
  }
}
