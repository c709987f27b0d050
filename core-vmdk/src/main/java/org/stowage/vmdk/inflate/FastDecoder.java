package org.stowage.vmdk.inflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Expands what is far from the ends of both arrays and has short words, which is nearly all. It
 * stops before anything else, be it damage, and leaves that to the {@link Block}.
 *
 * <p>Written for the machine: what it works with is in local variables, the data are read and
 * repeated eight bytes at a time, and so it reads and writes more than it uses. The extra bits
 * beyond {@code bitCount} that a read leaves in {@code bits} are the same that the next one adds.
 */
final class FastDecoder {

  /** Three reads in one round, of eight bytes each; the last begins 14 after the first. */
  private static final int MARGIN_IN = 24;

  /** A round's literals and match, and how far a match of any length is overshot. */
  private static final int MARGIN_OUT = 6 + 258 + 16;

  /**
   * A call expands no more, so that there are many calls: a method that is called often is compiled
   * once, one with a long loop first in the midst of that.
   */
  private static final int CALL_BYTES = 1024;

  /**
   * A distance has no more, with its extra bits; a round's other symbols leave 20 of 56 and more.
   */
  private static final int MAX_DISTANCE_BITS = HuffmanCode.MAX_WORD_BITS + 13;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private FastDecoder() {}

  /** Expands some of what is next. */
  static void decode(BitInput input, long[] groups, int[] distances, Expansion expansion) {
    byte[] in = input.bytes();
    byte[] out = expansion.bytes();
    int inEnd = input.end() - MARGIN_IN;
    int at = expansion.length();
    int outEnd = Math.min(expansion.limit() - MARGIN_OUT, at + CALL_BYTES);
    int distanceMask = distances.length - 1;

    long bitPosition = input.bitPosition();
    int next = (int) (bitPosition >>> 3);
    if (next >= inEnd || at >= outEnd) {
      return;
    }
    int skipped = (int) bitPosition & 7;
    long bits = (long) LONG.get(in, next) >>> skipped;
    int bitCount = 56 - skipped;
    next += 7;
    int undone = 0;
    do {
      long group = groups[(int) bits & SymbolGroups.BITS_MASK];
      SHORT.set(out, at, SymbolGroups.literals(group));
      at += SymbolGroups.literalCount(group);
      if (!SymbolGroups.hasLength(group)) {
        bits >>>= group;
        bitCount -= (int) group;
        group = groups[(int) bits & SymbolGroups.BITS_MASK];
        SHORT.set(out, at, SymbolGroups.literals(group));
        at += SymbolGroups.literalCount(group);
        if (!SymbolGroups.hasLength(group)) {
          bits >>>= group;
          bitCount -= (int) group;
          group = groups[(int) bits & SymbolGroups.BITS_MASK];
          SHORT.set(out, at, SymbolGroups.literals(group));
          at += SymbolGroups.literalCount(group);
          if (!SymbolGroups.hasLength(group)) {
            bits >>>= group;
            bitCount -= (int) group;
            bits |= (long) LONG.get(in, next) << bitCount;
            next += 7 - (bitCount >>> 3 & 7);
            bitCount |= 56;
            continue;
          }
        }
      }
      if (SymbolGroups.isNone(group)) {
        break;
      }
      int length =
          SymbolGroups.leastLength(group) + (int) ((bits & ~(-1L << group)) >>> (group >>> 8));
      bits >>>= group;
      bitCount -= (int) group;
      if ((bitCount & 0xFF) < MAX_DISTANCE_BITS) {
        bits |= (long) LONG.get(in, next) << bitCount;
        next += 7 - (bitCount >>> 3 & 7);
        bitCount |= 56;
      }
      int symbol = distances[(int) bits & distanceMask];
      int from = at - (symbol >>> 16) - (int) ((bits & ~(-1L << symbol)) >>> (symbol >>> 8));
      if (Symbol.isSpecial(symbol) || from < 0) {
        at -= SymbolGroups.literalCount(group);
        undone = SymbolGroups.allBits(group);
        break;
      }
      bits >>>= symbol;
      bitCount -= symbol;
      bits |= (long) LONG.get(in, next) << bitCount;
      next += 7 - (bitCount >>> 3 & 7);
      bitCount |= 56;
      int to = at;
      at += length;
      if (to - from >= 8) {
        LONG.set(out, to, (long) LONG.get(out, from));
        LONG.set(out, to + 8, (long) LONG.get(out, from + 8));
        while (to + 16 < at) {
          to += 8;
          from += 8;
          LONG.set(out, to + 8, (long) LONG.get(out, from + 8));
        }
      } else {
        Expansion.repeat(out, to, to - from, length);
      }
    } while (next < inEnd && at < outEnd);
    input.seek(8L * next - (bitCount & 0xFF) - undone);
    expansion.setLength(at);
  }
}
