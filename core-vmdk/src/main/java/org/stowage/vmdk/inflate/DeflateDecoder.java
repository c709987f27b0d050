package org.stowage.vmdk.inflate;

import java.util.Objects;
import java.util.zip.DataFormatException;

/**
 * Expands DEFLATE data (RFC 1951; the sections in brackets throughout this package are its own)
 * that is wholly in memory. It accepts what zlib accepts and refuses what zlib refuses. To be used
 * again and again, by one thread at a time; holds some 20 KiB.
 */
public final class DeflateDecoder {

  private static final int STORED = 0;
  private static final int FIXED_CODES = 1;
  private static final int DYNAMIC_CODES = 2;

  private final BitInput in = new BitInput();
  private final Expansion out = new Expansion();
  private final CodeLengths lengths = new CodeLengths();
  private final Block block = new Block();
  private int end;

  /**
   * Expands data to the start of an array.
   *
   * @param compressed holds the data, from {@code start} on; what follows them, up to {@code
   *     limit}, is left alone
   * @param expanded where they are expanded to; also after a failure, nothing from {@code
   *     mostBytes} on is written
   * @return how many bytes they are when expanded
   * @throws DataFormatException when they are damaged, do not end before {@code limit}, or are more
   *     than {@code mostBytes} when expanded
   */
  public int expand(byte[] compressed, int start, int limit, byte[] expanded, int mostBytes)
      throws DataFormatException {
    Objects.checkFromToIndex(start, limit, compressed.length);
    Objects.checkFromIndexSize(0, mostBytes, expanded.length);
    in.reset(compressed, start, limit);
    out.reset(expanded, mostBytes);
    boolean last;
    do {
      last = in.take(1) == 1;
      expandBlock(in.take(2));
    } while (!last);
    end = in.skipToByte();
    return out.length();
  }

  /** Where in their array the data ended that were last expanded. */
  public int end() {
    return end;
  }

  /** Expands a block behind the header that all have (3.2.3). */
  private void expandBlock(int type) throws DataFormatException {
    switch (type) {
      case STORED -> copyStored();
      case FIXED_CODES -> {
        lengths.fix();
        block.expand(lengths, in, out);
      }
      case DYNAMIC_CODES -> {
        lengths.read(in);
        block.expand(lengths, in, out);
      }
      default -> throw new DataFormatException("it has a block of type 3");
    }
  }

  /** Copies a block that is not compressed (3.2.4). */
  private void copyStored() throws DataFormatException {
    in.skipToByte();
    int length = in.take(16);
    int complement = in.take(16);
    if ((length ^ complement) != 0xFFFF) {
      throw new DataFormatException(
          "the lengths %04x and %04x of a stored block do not match".formatted(length, complement));
    }
    in.takeBytes(length, out);
  }
}
