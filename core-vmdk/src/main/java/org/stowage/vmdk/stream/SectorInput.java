package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.VmdkError;

/** A stream that can be looked into by a sector before it is read. For use by one thread. */
final class SectorInput {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final InputStream in;
  private final String name;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private long position;

  /**
   * @param in stays the caller's
   * @param name of what is read, for messages
   */
  SectorInput(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** How many bytes have been read. */
  long position() {
    return position;
  }

  /**
   * The sector that comes next, which stays to be read.
   *
   * @return as many bytes as are left, at most a sector; little-endian
   */
  ByteBuffer peek() throws IOException {
    if (end - start < SECTOR_BYTES) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      int count = 0;
      while (end < SECTOR_BYTES && count >= 0) {
        count = in.read(buffer, end, BUFFER_BYTES - end);
        end += Math.max(count, 0);
      }
    }
    int available = Math.min(SECTOR_BYTES, end - start);
    return ByteBuffer.wrap(buffer, start, available).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fills an array-backed buffer from its position to its limit. */
  void read(ByteBuffer into) throws IOException {
    int buffered = Math.min(into.remaining(), end - start);
    into.put(buffer, start, buffered);
    start += buffered;
    position += buffered;
    while (into.hasRemaining()) {
      int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
      if (count < 0) {
        throw truncated(into.remaining());
      }
      into.position(into.position() + count);
      position += count;
    }
  }

  /** Passes over bytes that must be there. */
  void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      if (start == end && !refill()) {
        throw truncated(left);
      }
      int count = (int) Math.min(left, end - start);
      start += count;
      position += count;
      left -= count;
    }
  }

  /**
   * Passes over the rest of the stream.
   *
   * @return the position of the first byte that is not zero, or a negative number
   */
  long skipZeros() throws IOException {
    long firstOther = -1;
    while (start < end || refill()) {
      if (firstOther < 0 && buffer[start] != 0) {
        firstOther = position;
      }
      start++;
      position++;
    }
    return firstOther;
  }

  private boolean refill() throws IOException {
    start = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
    return end > 0;
  }

  private DiskFormatException truncated(long missing) {
    return VmdkError.damaged(
        VmdkError.TRUNCATED,
        name,
        "it ends at byte %d, where %d more bytes should be".formatted(position, missing));
  }
}
