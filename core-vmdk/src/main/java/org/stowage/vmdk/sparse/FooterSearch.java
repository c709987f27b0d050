package org.stowage.vmdk.sparse;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.format.FooterCheck;
import org.stowage.vmdk.format.Marker;
import org.stowage.vmdk.format.MarkerType;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/**
 * Looks for the footer of a stream-optimized file: the last sector but for the end-of-stream
 * marker, preceded by a marker of its own. Zeros that a transfer added at the end are passed over.
 */
final class FooterSearch {

  /** How many bytes of zeros at the end are passed over at most. */
  private static final int MAX_PADDING_BYTES = 1 << 20;

  /**
   * What was found.
   *
   * @param paddingBytes how much follows the end of the stream
   */
  record Found(SparseHeader footer, long paddingBytes) {}

  private final ExtentFile file;

  FooterSearch(ExtentFile file) {
    this.file = file;
  }

  /** Finds the footer of a file that must have one. */
  Found find(SparseHeader header) throws IOException {
    long end = endOfContent();
    long start = end - SECTOR_BYTES;
    if (!markedAt(start)) {
      throw VmdkError.damaged(
          VmdkError.TRUNCATED,
          file.name(),
          "its grain directory is said to be at the end, and no footer is there");
    }
    SparseHeader footer = parse(start);
    FooterCheck.check(header, footer, file.name());
    long padding = file.sizeBytes() - end - SECTOR_BYTES;
    if (padding < 0) {
      throw VmdkError.damaged(
          VmdkError.TRUNCATED, file.name(), "it has no end-of-stream marker after its footer");
    }
    return new Found(footer, padding);
  }

  /** The footer, if there is one, of a file that also has its directory at the start. */
  SparseHeader findOptional(SparseHeader header) throws IOException {
    long start = file.sizeBytes() - 2 * SECTOR_BYTES;
    if (!markedAt(start)) {
      return header;
    }
    SparseHeader footer = parse(start);
    FooterCheck.check(header, footer, file.name());
    return footer;
  }

  /** Whether the file ends with an end-of-stream marker, which is a sector of zeros. */
  boolean hasEnd() throws IOException {
    long start = file.sizeBytes() - SECTOR_BYTES;
    return start >= 0 && start % SECTOR_BYTES == 0 && isZero(file.read(start, SECTOR_BYTES));
  }

  private SparseHeader parse(long start) throws IOException {
    return SparseHeader.parse(file.read(start, SECTOR_BYTES), file.name() + " (footer)");
  }

  /** Whether a footer marker precedes this byte. */
  private boolean markedAt(long start) throws IOException {
    if (start < 2 * SECTOR_BYTES || start % SECTOR_BYTES != 0) {
      return false;
    }
    ByteBuffer sector = file.read(start - SECTOR_BYTES, SECTOR_BYTES);
    return sector.equals(new Marker.Metadata(MarkerType.FOOTER, 1).encode());
  }

  /** The end of the last sector that is not all zero. */
  private long endOfContent() throws IOException {
    long end = file.sizeBytes();
    long least = Math.max(SECTOR_BYTES, end - MAX_PADDING_BYTES);
    int part = (int) (end % SECTOR_BYTES);
    if (part != 0) {
      end -= part;
      if (!isZero(file.read(end, part))) {
        throw truncated();
      }
    }
    while (end > least && isZero(file.read(end - SECTOR_BYTES, SECTOR_BYTES))) {
      end -= SECTOR_BYTES;
    }
    return end;
  }

  private DiskFormatException truncated() {
    return VmdkError.damaged(
        VmdkError.TRUNCATED,
        file.name(),
        "it ends within a sector, at byte %d".formatted(file.sizeBytes()));
  }

  private static boolean isZero(ByteBuffer bytes) {
    return bytes.mismatch(ByteBuffer.allocate(bytes.remaining())) < 0;
  }
}
