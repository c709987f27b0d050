package org.stowage.plugin.ova.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stowage.plugin.ova.error.OvaError;

/** An archive as blocks of 512 bytes, and the bytes of the member between two of them. */
final class TarBlocks {

  private static final int BLOCK_BYTES = TarHeader.BLOCK_BYTES;

  private final InputStream in;
  private final long lengthBytes;
  private final String archive;
  private long position;
  private long memberEnd;

  /**
   * @param lengthBytes of the archive, negative when nobody knows
   */
  TarBlocks(InputStream in, long lengthBytes, String archive) {
    this.in = in;
    this.lengthBytes = lengthBytes;
    this.archive = archive;
  }

  /** Where the next byte is read, from the start of the archive. */
  long position() {
    return position;
  }

  /** Skips what is left of the current member, and reads a block; null at the end. */
  byte @Nullable [] next() throws IOException {
    try {
      in.skipNBytes(memberEnd - position);
    } catch (EOFException e) {
      throw truncated("a member", memberEnd);
    }
    position = memberEnd;
    // The padding of the last member may be missing; a header cannot be.
    int padding = (int) (-memberEnd & (BLOCK_BYTES - 1));
    if (padding > 0 && in.readNBytes(padding).length < padding) {
      return null;
    }
    position += padding;
    byte[] block = in.readNBytes(BLOCK_BYTES);
    position += block.length;
    memberEnd = position;
    if (block.length < BLOCK_BYTES && !isZero(block)) {
      throw truncated("a header", position + BLOCK_BYTES - block.length);
    }
    return block.length < BLOCK_BYTES ? null : block;
  }

  /** Says how long the member is that starts here. */
  void startMember(String name, long sizeBytes) throws IOException {
    // Leaves room for the padding, so that no later sum overflows.
    long limit = lengthBytes < 0 ? Long.MAX_VALUE - BLOCK_BYTES : lengthBytes;
    if (sizeBytes > limit - position) {
      throw OvaError.damaged(
          OvaError.TRUNCATED,
          archive,
          "%s has %d bytes, but the archive has only %d more"
              .formatted(OvaError.shown(name), sizeBytes, limit - position));
    }
    memberEnd = position + sizeBytes;
  }

  InputStream content() {
    return new Content(memberEnd);
  }

  static boolean isZero(byte[] block) {
    return Arrays.mismatch(block, new byte[block.length]) < 0;
  }

  private IOException truncated(String what, long end) {
    return OvaError.damaged(
        OvaError.TRUNCATED,
        archive,
        "%s goes to byte %d, but the archive ends before".formatted(what, end));
  }

  /** The rest of one member; ends when the walk goes on. */
  private final class Content extends BulkInputStream {

    private final long end;

    Content(long end) {
      this.end = end;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int wanted = Math.min(available(), length);
      if (wanted == 0) {
        return -1;
      }
      int count = in.read(buffer, offset, wanted);
      if (count < 0) {
        throw truncated("a member", end);
      }
      position += count;
      return count;
    }

    @Override
    public int available() {
      return end == memberEnd ? (int) Math.min(Integer.MAX_VALUE, end - position) : 0;
    }
  }
}
