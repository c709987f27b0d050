package org.stowage.vmdk.inflate;

import java.util.zip.DataFormatException;

/** Expands the compressed data of blocks (3.2.3). */
final class Block {

  private static final int DISTANCE_TABLE_BITS = 9;

  private final HuffmanCode literalsAndLengths =
      new HuffmanCode("literal/length", Symbol.literalsAndLengths(), true, SymbolGroups.TABLE_BITS);
  private final HuffmanCode distances =
      new HuffmanCode("distance", Symbol.distances(), true, DISTANCE_TABLE_BITS);
  private final SymbolGroups groups = new SymbolGroups();

  /**
   * Expands a block to its end.
   *
   * @param in stands behind the block's header
   */
  void expand(CodeLengths lengths, BitInput in, Expansion out) throws DataFormatException {
    lengths.giveTo(literalsAndLengths, distances);
    groups.become(literalsAndLengths.table());
    do {
      FastDecoder.decode(in, groups.table(), distances.table(), out);
    } while (expandNext(in, out));
  }

  /** Expands whatever is next. Returns whether more follows. */
  private boolean expandNext(BitInput in, Expansion out) throws DataFormatException {
    int symbol = literalsAndLengths.take(in);
    if (Symbol.isLiteral(symbol)) {
      out.add((byte) Symbol.value(symbol));
    } else if (!Symbol.isSpecial(symbol)) {
      int length = Symbol.value(symbol) + in.take(Symbol.extraBits(symbol));
      out.repeat(takeDistance(in), length);
    } else if (Symbol.value(symbol) == Symbol.END_OF_BLOCK) {
      return false;
    } else {
      throw new DataFormatException(
          "its data have the length symbol %d, above 285".formatted(Symbol.value(symbol)));
    }
    return true;
  }

  private int takeDistance(BitInput in) throws DataFormatException {
    int symbol = distances.take(in);
    if (Symbol.isSpecial(symbol)) {
      throw new DataFormatException(
          "its data have the distance symbol %d, above 29".formatted(Symbol.value(symbol)));
    }
    return Symbol.value(symbol) + in.take(Symbol.extraBits(symbol));
  }
}
