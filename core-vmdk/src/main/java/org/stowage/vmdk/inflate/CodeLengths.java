package org.stowage.vmdk.inflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/** How long the words of a block's two codes are. */
final class CodeLengths {

  private static final int FIXED_LITERALS_AND_LENGTHS = 288;
  private static final int FIXED_DISTANCES = 32;
  private static final int MAX_LITERALS_AND_LENGTHS = 286;
  private static final int MAX_DISTANCES = 30;

  private static final int REPEAT_LAST = 16;
  private static final int FEW_ZEROS = 17;

  /** In this order come the word lengths of the code that the lengths are written in. */
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private static final int MAX_CODE_LENGTH_WORD_BITS = 7;

  private final HuffmanCode code =
      new HuffmanCode("code length", Symbol.codeLengths(), false, MAX_CODE_LENGTH_WORD_BITS);
  private final byte[] codeWordBits = new byte[ORDER.length];
  private final byte[] wordBits = new byte[FIXED_LITERALS_AND_LENGTHS + FIXED_DISTANCES];
  private int literalsAndLengths;
  private int distances;

  /** Takes those of the fixed codes (3.2.6). */
  void fix() {
    literalsAndLengths = FIXED_LITERALS_AND_LENGTHS;
    distances = FIXED_DISTANCES;
    Arrays.fill(wordBits, 0, 144, (byte) 8);
    Arrays.fill(wordBits, 144, 256, (byte) 9);
    Arrays.fill(wordBits, 256, 280, (byte) 7);
    Arrays.fill(wordBits, 280, FIXED_LITERALS_AND_LENGTHS, (byte) 8);
    Arrays.fill(wordBits, FIXED_LITERALS_AND_LENGTHS, wordBits.length, (byte) 5);
  }

  /** Reads those of dynamic codes (3.2.7). */
  void read(BitInput in) throws DataFormatException {
    literalsAndLengths = 257 + in.take(5);
    distances = 1 + in.take(5);
    int codeLengths = 4 + in.take(4);
    checkCount("literal/length", literalsAndLengths, MAX_LITERALS_AND_LENGTHS);
    checkCount("distance", distances, MAX_DISTANCES);
    Arrays.fill(codeWordBits, (byte) 0);
    for (int i = 0; i < codeLengths; i++) {
      codeWordBits[ORDER[i]] = (byte) in.take(3);
    }
    code.become(codeWordBits, 0, codeWordBits.length);
    readWordBits(in);
    if (wordBits[Symbol.END_OF_BLOCK] == 0) {
      throw new DataFormatException("its literal/length code has no word for the end of a block");
    }
  }

  private static void checkCount(String name, int count, int most) throws DataFormatException {
    if (count > most) {
      throw new DataFormatException(
          "its %s code has %d symbols, more than %d".formatted(name, count, most));
    }
  }

  /** Reads the lengths of both codes in one: repetitions may go from the first to the second. */
  private void readWordBits(BitInput in) throws DataFormatException {
    int total = literalsAndLengths + distances;
    int done = 0;
    while (done < total) {
      int symbol = Symbol.value(code.take(in));
      if (symbol < REPEAT_LAST) {
        wordBits[done++] = (byte) symbol;
        continue;
      }
      if (symbol == REPEAT_LAST && done == 0) {
        throw new DataFormatException("its code lengths begin with a repetition");
      }
      byte repeated = symbol == REPEAT_LAST ? wordBits[done - 1] : 0;
      int times = takeTimes(symbol, in);
      if (times > total - done) {
        throw new DataFormatException(
            "its code lengths are %d at least, not %d".formatted(done + times, total));
      }
      Arrays.fill(wordBits, done, done + times, repeated);
      done += times;
    }
  }

  private static int takeTimes(int symbol, BitInput in) throws DataFormatException {
    if (symbol == REPEAT_LAST) {
      return 3 + in.take(2);
    }
    return symbol == FEW_ZEROS ? 3 + in.take(3) : 11 + in.take(7);
  }

  void giveTo(HuffmanCode literalLengthCode, HuffmanCode distanceCode) throws DataFormatException {
    literalLengthCode.become(wordBits, 0, literalsAndLengths);
    distanceCode.become(wordBits, literalsAndLengths, distances);
  }
}
