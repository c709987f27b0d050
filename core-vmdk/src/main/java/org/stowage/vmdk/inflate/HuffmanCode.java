package org.stowage.vmdk.inflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * A code whose words follow from their lengths alone (3.2.2). The symbols of its short words are
 * found in a table by the next bits of the data; long words are rare by their nature.
 */
final class HuffmanCode {

  static final int MAX_WORD_BITS = 15;

  private final String name;
  private final int[] symbols;
  private final boolean mayBeIncomplete;
  private final int tableBits;
  private final int[] table;
  private final int[] sorted;
  private final int[] wordsOfLength = new int[MAX_WORD_BITS + 1];
  private final int[] firstOfLength = new int[MAX_WORD_BITS + 2];

  /**
   * @param name of the code, for messages
   * @param symbols its alphabet
   * @param mayBeIncomplete whether there may be only one word, of one bit, or none (3.2.7)
   * @param tableBits how long a short word may be
   */
  HuffmanCode(String name, int[] symbols, boolean mayBeIncomplete, int tableBits) {
    this.name = name;
    this.symbols = symbols;
    this.mayBeIncomplete = mayBeIncomplete;
    this.tableBits = tableBits;
    this.table = new int[1 << tableBits];
    this.sorted = new int[symbols.length];
  }

  /**
   * The symbols by the next {@code tableBits} bits of the data, if their words are no longer; else
   * {@link Symbol#NONE}. For reading only.
   */
  int[] table() {
    return table;
  }

  /**
   * Becomes another code.
   *
   * @param wordBits of each symbol the length of its word, at most 15, or 0 where it has none
   * @param start where they begin in the array
   * @param count of symbols; the alphabet's others have no words
   */
  void become(byte[] wordBits, int start, int count) throws DataFormatException {
    countWords(wordBits, start, count);
    firstOfLength[1] = 0;
    for (int bits = 1; bits <= MAX_WORD_BITS; bits++) {
      firstOfLength[bits + 1] = firstOfLength[bits] + wordsOfLength[bits];
    }
    for (int symbol = 0; symbol < count; symbol++) {
      int bits = wordBits[start + symbol];
      if (bits != 0) {
        sorted[firstOfLength[bits]++] = symbols[symbol];
      }
    }
    fillTable();
  }

  private void countWords(byte[] wordBits, int start, int count) throws DataFormatException {
    Arrays.fill(wordsOfLength, 0);
    for (int symbol = start; symbol < start + count; symbol++) {
      wordsOfLength[wordBits[symbol]]++;
    }
    int words = count - wordsOfLength[0];
    wordsOfLength[0] = 0;
    int free = 1;
    for (int bits = 1; bits <= MAX_WORD_BITS; bits++) {
      free = 2 * free - wordsOfLength[bits];
      if (free < 0) {
        throw new DataFormatException(
            "its %s code has more words than there can be".formatted(name));
      }
    }
    boolean single = words == wordsOfLength[1];
    if (free > 0 && !(mayBeIncomplete && single)) {
      throw new DataFormatException("its %s code is incomplete".formatted(name));
    }
  }

  /**
   * Doubles a table for words of one bit less, and puts in those of one bit more, over and over.
   */
  private void fillTable() {
    table[0] = Symbol.NONE;
    int word = 0;
    int next = 0;
    for (int bits = 1; bits <= tableBits; bits++) {
      int half = 1 << bits - 1;
      System.arraycopy(table, 0, table, half, half);
      for (int left = wordsOfLength[bits]; left > 0; left--) {
        table[word] = Symbol.withWordBits(sorted[next++], bits);
        word = following(word, bits);
      }
    }
  }

  /** The next word of the same length; words have their first bit lowest, as data have it. */
  private static int following(int word, int bits) {
    int lastZero = Integer.highestOneBit(~word & (1 << bits) - 1);
    return lastZero == 0 ? 0 : word & lastZero - 1 | lastZero;
  }

  /** Takes the next word. Returns its symbol; if that has extra bits, they are still to take. */
  int take(BitInput in) throws DataFormatException {
    int symbol = table[(int) in.peek() & table.length - 1];
    if (symbol == Symbol.NONE) {
      return takeBitByBit(in);
    }
    in.take(Symbol.wordBits(symbol));
    return symbol;
  }

  private int takeBitByBit(BitInput in) throws DataFormatException {
    int word = 0;
    int first = 0;
    int sortedBefore = 0;
    for (int bits = 1; bits <= MAX_WORD_BITS; bits++) {
      word |= in.take(1);
      if (word - first < wordsOfLength[bits]) {
        return sorted[sortedBefore + word - first];
      }
      sortedBefore += wordsOfLength[bits];
      first = first + wordsOfLength[bits] << 1;
      word <<= 1;
    }
    throw new DataFormatException("its data have a word that its %s code has not".formatted(name));
  }
}
