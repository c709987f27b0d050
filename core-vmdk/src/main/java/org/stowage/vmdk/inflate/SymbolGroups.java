package org.stowage.vmdk.inflate;

/**
 * Looks up up to three symbols at once, as most words are short: at most two literals, and then a
 * length or not, by the next {@link #TABLE_BITS} bits of the data. A group is a {@code long}:
 *
 * <pre>
 *   bit  63      no length is in it
 *   bits 32-47   literals, the first lowest
 *   bits 20-28   the least length
 *   bits 16-17   how many literals
 *   bit  15      the next symbol is neither literal nor length, or its word is too long: no group
 *   bits  8-13   how long all words are
 *   bits  0-5    how long all words and the extra bits of the length are
 * </pre>
 */
final class SymbolGroups {

  static final int TABLE_BITS = 10;

  static final int BITS_MASK = (1 << TABLE_BITS) - 1;

  private static final long WITHOUT_LENGTH = 1L << 63;
  private static final long NO_GROUP = 1 << 15;

  private final long[] table = new long[1 << TABLE_BITS];

  /** The groups by the next bits. For reading only. */
  long[] table() {
    return table;
  }

  static boolean hasLength(long group) {
    return group >= 0;
  }

  static boolean isNone(long group) {
    return (group & NO_GROUP) != 0;
  }

  static short literals(long group) {
    return (short) (group >>> 32);
  }

  static int literalCount(long group) {
    return (int) (group >>> 16) & 3;
  }

  static int leastLength(long group) {
    return (int) (group >>> 20) & 0x1FF;
  }

  static int allBits(long group) {
    return (int) group & 0x3F;
  }

  /**
   * Groups other symbols.
   *
   * @param symbols by the next {@link #TABLE_BITS} bits
   */
  void become(int[] symbols) {
    for (int bits = 0; bits < table.length; bits++) {
      int symbol = symbols[bits];
      if (Symbol.isLiteral(symbol)) {
        table[bits] = groupOf(symbol, bits >>> Symbol.wordBits(symbol), symbols);
      } else if (Symbol.isSpecial(symbol)) {
        table[bits] = NO_GROUP;
      } else {
        table[bits] = length(symbol, 0);
      }
    }
  }

  private static long groupOf(int literal, int nextBits, int[] symbols) {
    int used = Symbol.wordBits(literal);
    int second = symbols[nextBits];
    if (!fits(second, used)) {
      return literals(1, Symbol.value(literal)) | words(used) | WITHOUT_LENGTH;
    }
    if (!Symbol.isLiteral(second)) {
      return literals(1, Symbol.value(literal)) | length(second, used);
    }
    long literals = literals(2, Symbol.value(literal) | Symbol.value(second) << 8);
    used += Symbol.wordBits(second);
    int third = symbols[nextBits >>> Symbol.wordBits(second)];
    return !Symbol.isLiteral(third) && fits(third, used)
        ? literals | length(third, used)
        : literals | words(used) | WITHOUT_LENGTH;
  }

  /** Whether the bits that are known suffice to know the symbol. */
  private static boolean fits(int symbol, int bitsUsed) {
    return !Symbol.isSpecial(symbol) && Symbol.wordBits(symbol) <= TABLE_BITS - bitsUsed;
  }

  private static long literals(int count, int literals) {
    return (long) literals << 32 | count << 16;
  }

  private static long length(int symbol, int bitsBefore) {
    int words = bitsBefore + Symbol.wordBits(symbol);
    return (long) Symbol.value(symbol) << 20 | words << 8 | bitsBefore + Symbol.allBits(symbol);
  }

  private static long words(int bits) {
    return bits << 8 | bits;
  }
}
