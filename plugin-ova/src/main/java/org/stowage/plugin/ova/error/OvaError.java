package org.stowage.plugin.ova.error;

import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;

/** What can be wrong with an OVA. Numbers 2000 to 2999. */
public final class OvaError {

  // The archive
  public static final ErrorCode NOT_TAR = input(2001, "not-a-tar-archive");
  public static final ErrorCode WRAPPED = input(2002, "archive-inside-another-format");
  public static final ErrorCode TRUNCATED = integrity(2003, "archive-truncated");
  public static final ErrorCode TAR_HEADER = integrity(2004, "tar-header-malformed");
  public static final ErrorCode TAR_EXTENSION = input(2005, "tar-extension-refused");
  public static final ErrorCode MEMBER_TYPE = input(2006, "member-type-refused");
  public static final ErrorCode DUPLICATE_MEMBER = input(2007, "duplicate-member");
  public static final ErrorCode TOO_MANY_MEMBERS = input(2008, "too-many-members");
  public static final ErrorCode MEMBER_ORDER = input(2009, "member-order");
  public static final ErrorCode NO_END_MARKER = input(2010, "archive-end-marker-missing");

  // The descriptor
  public static final ErrorCode NO_DESCRIPTOR = input(2020, "descriptor-missing");
  public static final ErrorCode SEVERAL_DESCRIPTORS = input(2021, "several-descriptors");
  public static final ErrorCode TEXT_TOO_LARGE = input(2022, "text-member-too-large");
  public static final ErrorCode DESCRIPTOR = input(2023, "descriptor-malformed");
  public static final ErrorCode DOCTYPE = input(2024, "descriptor-doctype-refused");
  public static final ErrorCode NAMESPACE = input(2025, "descriptor-namespace-unknown");
  public static final ErrorCode UNKNOWN_SECTION = input(2026, "required-section-not-understood");
  public static final ErrorCode CONFIGURATION = input(2027, "deployment-configuration-chosen");

  // The root disk
  public static final ErrorCode SEVERAL_MACHINES = input(2040, "several-virtual-machines");
  public static final ErrorCode NO_ROOT_DISK = input(2041, "root-disk-missing");
  public static final ErrorCode ROOT_DISK_UNCERTAIN = input(2042, "root-disk-uncertain");
  public static final ErrorCode REFERENCE = input(2043, "reference-names-nothing");
  public static final ErrorCode DUPLICATE_ID = input(2044, "duplicate-id");
  public static final ErrorCode DELTA_DISK = input(2045, "delta-disk-refused");
  public static final ErrorCode CAPACITY = input(2046, "capacity-malformed");
  public static final ErrorCode CAPACITY_DIFFERS = input(2047, "capacity-differs");
  public static final ErrorCode FORMAT_DIFFERS = input(2048, "disk-format-differs");

  // The member that holds it
  public static final ErrorCode HREF = input(2060, "file-reference-refused");
  public static final ErrorCode MEMBER_MISSING = input(2061, "member-missing");
  public static final ErrorCode SIZE_DIFFERS = input(2062, "member-size-differs");
  public static final ErrorCode COMPRESSION = input(2063, "unsupported-compression");
  public static final ErrorCode COMPRESSED_MEMBER = integrity(2064, "compressed-member-damaged");
  public static final ErrorCode CHUNKS = input(2065, "chunks-malformed");
  public static final ErrorCode DISK_CONTENT = input(2066, "disk-content-refused");
  public static final ErrorCode DISK_NOT_ALONE = input(2067, "disk-needs-another-file");

  // Manifest and certificate
  public static final ErrorCode NO_MANIFEST = input(2080, "manifest-missing");
  public static final ErrorCode MANIFEST = input(2081, "manifest-malformed");
  public static final ErrorCode MANIFEST_LINE = input(2082, "manifest-line-not-understood");
  public static final ErrorCode LISTED_ABSENT = input(2083, "manifest-names-absent-member");
  public static final ErrorCode UNLISTED = input(2084, "member-not-in-manifest");
  public static final ErrorCode LONE_CERTIFICATE = input(2085, "certificate-without-manifest");
  public static final ErrorCode CERTIFICATE = input(2086, "certificate-present");
  public static final ErrorCode CERTIFICATE_UNREAD = input(2087, "certificate-not-understood");

  private static final int SHOWN_CHARS = 120;
  private static final String GET_AGAIN =
      "The archive is damaged or was made to mislead: fetch it again, or export it anew.";

  private OvaError() {}

  /**
   * A refusal of what no exporter writes on purpose.
   *
   * @param object the archive or its member
   * @param observed what was found there against what is allowed
   */
  public static DiskFormatException damaged(ErrorCode code, String object, String observed) {
    return refused(code, object, observed, GET_AGAIN);
  }

  /** A refusal whose remedy is another than to get the archive again. */
  public static DiskFormatException refused(
      ErrorCode code, String object, String observed, String remedy) {
    return new DiskFormatException(code, "cannot read " + shown(object) + ": " + observed, remedy);
  }

  /** Text from an archive, fit for a message: one line, no control characters, not too long. */
  public static String shown(String text) {
    String head = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    return head.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }

  private static ErrorCode input(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.INPUT, ExitStatus.FAILURE);
  }

  private static ErrorCode integrity(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.INPUT, ExitStatus.INTEGRITY);
  }
}
