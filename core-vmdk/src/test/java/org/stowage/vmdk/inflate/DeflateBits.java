package org.stowage.vmdk.inflate;

import java.io.ByteArrayOutputStream;

/** DEFLATE data put together bit by bit. */
final class DeflateBits {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int current;
  private int count;

  /** A number, its lowest bit first. */
  DeflateBits number(int value, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      current |= (value >>> bit & 1) << count;
      if (++count == Byte.SIZE) {
        flush();
      }
    }
    return this;
  }

  /** The word of a code, its highest bit first. */
  DeflateBits word(int value, int bits) {
    return number(Integer.reverse(value) >>> Integer.SIZE - bits, bits);
  }

  /** The header of a block. */
  DeflateBits block(boolean last, int type) {
    return number(last ? 1 : 0, 1).number(type, 2);
  }

  DeflateBits stored(boolean last, byte... content) {
    block(last, 0);
    if (count > 0) {
      flush();
    }
    number(content.length, 16).number(~content.length, 16);
    bytes.writeBytes(content);
    return this;
  }

  /** A literal or length in the fixed code. */
  DeflateBits fixed(int symbol) {
    if (symbol < 144) {
      return word(0b00110000 + symbol, 8);
    }
    if (symbol < 256) {
      return word(0b110010000 + symbol - 144, 9);
    }
    return symbol < 280 ? word(symbol - 256, 7) : word(0b11000000 + symbol - 280, 8);
  }

  DeflateBits fixedDistance(int symbol) {
    return word(symbol, 5);
  }

  /** The last block's header and codes, of these lengths of words; code lengths have 4 bits. */
  DeflateBits dynamic(int[] literalsAndLengths, int[] distances) {
    lengthsFollow(literalsAndLengths.length, distances.length);
    for (int bits : literalsAndLengths) {
      word(bits, 4);
    }
    for (int bits : distances) {
      word(bits, 4);
    }
    return this;
  }

  /** The last block's header, up to the lengths of words: those of 0 to 15 have 4 bits. */
  DeflateBits lengthsFollow(int literalsAndLengths, int distances) {
    block(true, 2);
    number(literalsAndLengths - 257, 5).number(distances - 1, 5).number(19 - 4, 4);
    number(0, 9);
    for (int i = 3; i < 19; i++) {
      number(4, 3);
    }
    return this;
  }

  private void flush() {
    bytes.write(current);
    current = 0;
    count = 0;
  }

  byte[] bytes() {
    if (count > 0) {
      flush();
    }
    return bytes.toByteArray();
  }
}
