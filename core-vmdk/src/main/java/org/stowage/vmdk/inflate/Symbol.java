package org.stowage.vmdk.inflate;

/**
 * What a symbol stands for, in an {@code int}, so that tables of them are small.
 *
 * <pre>
 *   bit  31      it is a literal
 *   bits 16-30   the literal, the least length or distance, or else the number of the symbol
 *   bit  15      it is neither literal, length nor distance
 *   bits  8-11   how long its word is; zero where that is not known
 *   bits  0-5    how long its word and the extra bits behind it are
 * </pre>
 */
final class Symbol {

  static final int END_OF_BLOCK = 256;

  private static final int LITERAL = 1 << 31;
  private static final int SPECIAL = 1 << 15;

  /** No symbol; special, and unlike all others in that its word has no bits. */
  static final int NONE = SPECIAL;

  private static final int LITERALS_AND_LENGTHS = 288;
  private static final int DISTANCES = 32;
  private static final int CODE_LENGTHS = 19;

  private Symbol() {}

  static boolean isLiteral(int symbol) {
    return symbol < 0;
  }

  static boolean isSpecial(int symbol) {
    return (symbol & SPECIAL) != 0;
  }

  static int value(int symbol) {
    return symbol >>> 16 & 0x7FFF;
  }

  static int wordBits(int symbol) {
    return symbol >>> 8 & 0xF;
  }

  static int allBits(int symbol) {
    return symbol & 0x3F;
  }

  static int extraBits(int symbol) {
    return allBits(symbol) - wordBits(symbol);
  }

  static int withWordBits(int symbol, int bits) {
    return symbol + (bits << 8) + bits;
  }

  /** The alphabet of literals and lengths (3.2.5). */
  static int[] literalsAndLengths() {
    int[] symbols = special(LITERALS_AND_LENGTHS);
    for (int literal = 0; literal < END_OF_BLOCK; literal++) {
      symbols[literal] = LITERAL | literal << 16;
    }
    int length = 3;
    for (int symbol = 257; symbol < 285; symbol++) {
      int extraBits = Math.max(0, (symbol - 261) / 4);
      symbols[symbol] = length << 16 | extraBits;
      length += 1 << extraBits;
    }
    symbols[285] = 258 << 16;
    return symbols;
  }

  /** The alphabet of distances (3.2.5). */
  static int[] distances() {
    int[] symbols = special(DISTANCES);
    int distance = 1;
    for (int symbol = 0; symbol < 30; symbol++) {
      int extraBits = Math.max(0, symbol / 2 - 1);
      symbols[symbol] = distance << 16 | extraBits;
      distance += 1 << extraBits;
    }
    return symbols;
  }

  /** The alphabet in which the lengths of the other codes' words are written (3.2.7). */
  static int[] codeLengths() {
    return special(CODE_LENGTHS);
  }

  private static int[] special(int count) {
    int[] symbols = new int[count];
    for (int number = 0; number < count; number++) {
      symbols[number] = number << 16 | SPECIAL;
    }
    return symbols;
  }
}
