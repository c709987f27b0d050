package org.stowage.vmdk.inflate;

import java.util.zip.DataFormatException;

/** Bytes as a stream of bits, the lowest bit of each byte first (3.1.1). */
final class BitInput {

  /** Above this many, another byte might not fit. */
  private static final int MOST_BITS_BEFORE_A_BYTE = Long.SIZE - Byte.SIZE;

  private byte[] bytes = {};
  private int next;
  private int end;
  private long bits;
  private int bitCount;

  void reset(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.end = end;
    seek((long) start * Byte.SIZE);
  }

  byte[] bytes() {
    return bytes;
  }

  int end() {
    return end;
  }

  /** How many bits of the array precede the next one. */
  long bitPosition() {
    return (long) next * Byte.SIZE - bitCount;
  }

  void seek(long bitPosition) {
    next = (int) (bitPosition / Byte.SIZE);
    bits = 0;
    bitCount = 0;
    int skipped = (int) (bitPosition % Byte.SIZE);
    if (skipped > 0) {
      bits = (bytes[next++] & 0xFF) >>> skipped;
      bitCount = Byte.SIZE - skipped;
    }
  }

  /** The next bits, from the lowest up, without taking them: 57 at least, zeros beyond the end. */
  long peek() {
    while (bitCount <= MOST_BITS_BEFORE_A_BYTE && next < end) {
      bits |= (bytes[next++] & 0xFFL) << bitCount;
      bitCount += Byte.SIZE;
    }
    return bits;
  }

  /** Takes up to 16 bits, as a number (3.1.1). */
  int take(int count) throws DataFormatException {
    long peeked = peek();
    if (count > bitCount) {
      throw new DataFormatException("its data end too early");
    }
    bits = peeked >>> count;
    bitCount -= count;
    return (int) peeked & (1 << count) - 1;
  }

  /** Skips to the next whole byte and takes bytes from there. */
  void takeBytes(int count, Expansion out) throws DataFormatException {
    int from = skipToByte();
    if (count > end - from) {
      throw new DataFormatException("its data end too early");
    }
    out.add(bytes, from, count);
    seek((long) (from + count) * Byte.SIZE);
  }

  /** Skips to the next whole byte. Returns where that is in the array. */
  int skipToByte() {
    seek((bitPosition() + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE);
    return next;
  }
}
