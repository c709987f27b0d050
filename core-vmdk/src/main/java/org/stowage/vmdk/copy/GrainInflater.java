package org.stowage.vmdk.copy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;
import org.stowage.vmdk.inflate.DeflateDecoder;

/**
 * Expands compressed grains. Each must be one zlib stream (RFC 1950) of a grain: never more is
 * written than a grain, and nothing is sized by the input. It may be shorter where the disk is:
 * qemu cuts its last grain off at the end of the disk before it compresses it.
 */
final class GrainInflater {

  private static final int HEADER_BYTES = 2;
  private static final int CHECKSUM_BYTES = 4;
  private static final int DEFLATE_WITH_LARGEST_WINDOW = 0x78;
  private static final int PRESET_DICTIONARY = 0x20;

  private final DeflateDecoder decoder = new DeflateDecoder();
  private final Adler32 adler = new Adler32();

  /** Expanded here first: an array is faster to work with than a direct buffer. */
  private byte[] grain = {};

  /**
   * Expands one grain.
   *
   * @param in the compressed bytes, from the position to the limit, in an array; read to the end
   * @param out all of it is room for a grain
   * @param neededBytes how much of the grain there must be
   * @throws DataFormatException when the bytes are not exactly one such stream
   */
  void expand(ByteBuffer in, ByteBuffer out, int neededBytes) throws DataFormatException {
    if (in.remaining() <= HEADER_BYTES + CHECKSUM_BYTES) {
      throw new DataFormatException(in.remaining() + " bytes are no zlib stream");
    }
    checkHeader(in.get() & 0xFF, in.get() & 0xFF);
    int grainBytes = out.capacity();
    if (grain.length < grainBytes) {
      grain = new byte[grainBytes];
    }
    int start = in.arrayOffset() + in.position();
    int limit = in.arrayOffset() + in.limit();
    int expanded = decoder.expand(in.array(), start, limit, grain, grainBytes);
    if (expanded < neededBytes) {
      throw new DataFormatException(
          "it ends after %d bytes of %d".formatted(expanded, neededBytes));
    }
    checkChecksum(in.position(decoder.end() - in.arrayOffset()), expanded);
    out.put(0, grain, 0, expanded);
  }

  private void checkChecksum(ByteBuffer in, int expandedBytes) throws DataFormatException {
    if (in.remaining() != CHECKSUM_BYTES) {
      throw new DataFormatException(
          "%d bytes follow its data, where a checksum of %d should be"
              .formatted(in.remaining(), CHECKSUM_BYTES));
    }
    adler.reset();
    adler.update(grain, 0, expandedBytes);
    if (in.order(ByteOrder.BIG_ENDIAN).getInt() != (int) adler.getValue()) {
      throw new DataFormatException("its checksum does not match");
    }
  }

  /** Any zlib header without a dictionary: 78 01, 78 9c and others (RFC 1950, 2.2). */
  private static void checkHeader(int method, int flags) throws DataFormatException {
    boolean deflate = (method & 0x0F) == 8 && method <= DEFLATE_WITH_LARGEST_WINDOW;
    if (!deflate || (method << 8 | flags) % 31 != 0 || (flags & PRESET_DICTIONARY) != 0) {
      throw new DataFormatException("%02x %02x is no zlib header".formatted(method, flags));
    }
  }
}
