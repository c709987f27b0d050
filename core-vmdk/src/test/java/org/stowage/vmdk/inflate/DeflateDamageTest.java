package org.stowage.vmdk.inflate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage and what is said about it, far from the ends of the data and at them. */
class DeflateDamageTest {

  private final Expanding expanding = new Expanding();

  @Test
  void refusesTheReservedBlockType() {
    assertRefused("it has a block of type 3", new DeflateBits().block(true, 3));
  }

  @Test
  void refusesAStoredBlockWhoseLengthIsDamaged() {
    assertRefused(
        "the lengths 0005 and fffb of a stored block do not match",
        new DeflateBits().number(1, 8).number(5, 16).number(0xFFFB, 16));
  }

  @Test
  void refusesAStoredBlockCutOff() {
    byte[] data = new DeflateBits().stored(true, new byte[10]).bytes();

    assertEquals(
        "its data end too early", expanding.refusal(Arrays.copyOf(data, data.length - 1), 10));
    assertEquals("it does not end after 9 bytes", expanding.refusal(data, 9));
  }

  @ParameterizedTest
  @ValueSource(ints = {286, 287})
  void refusesLengthsThatDoNotExist(int symbol) {
    assertRefused(
        "its data have the length symbol %d, above 285".formatted(symbol),
        new DeflateBits().block(true, 1).fixed('a').fixed(symbol));
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 31})
  void refusesDistancesThatDoNotExist(int symbol) {
    assertRefused(
        "its data have the distance symbol %d, above 29".formatted(symbol),
        new DeflateBits().block(true, 1).fixed('a').fixed(257).fixedDistance(symbol));
  }

  @Test
  void refusesADistanceBeyondTheStart() {
    assertRefused(
        "its data repeat what is 4 bytes back, after 3 bytes",
        new DeflateBits()
            .block(true, 1)
            .fixed('a')
            .fixed('b')
            .fixed('c')
            .fixed(257)
            .fixedDistance(3));
    assertRefused(
        "its data repeat what is 32768 bytes back, after 0 bytes",
        new DeflateBits().block(true, 1).fixed(257).fixedDistance(29).number(8191, 13));
  }

  @Test
  void refusesTooManySymbols() {
    assertRefused(
        "its literal/length code has 287 symbols, more than 286",
        new DeflateBits().lengthsFollow(287, 1));
    assertRefused(
        "its distance code has 31 symbols, more than 30", new DeflateBits().lengthsFollow(257, 31));
  }

  @Test
  void refusesCodesWithTooManyWords() {
    int[] bits = literalsAndEnd(1, 1);
    bits[1] = 1;
    assertRefused(
        "its literal/length code has more words than there can be",
        new DeflateBits().dynamic(bits, new int[1]));
    assertRefused(
        "its distance code has more words than there can be",
        new DeflateBits().dynamic(literalsAndEnd(1, 1), new int[] {1, 1, 15}));
    assertRefused(
        "its code length code has more words than there can be", codeLengthWords(1, 1, 1));
  }

  @Test
  void refusesIncompleteCodes() {
    assertRefused(
        "its literal/length code is incomplete",
        new DeflateBits().dynamic(literalsAndEnd(1, 2), new int[1]));
    assertRefused(
        "its literal/length code is incomplete",
        new DeflateBits().dynamic(literalsAndEnd(0, 2), new int[1]));
    assertRefused(
        "its distance code is incomplete",
        new DeflateBits().dynamic(literalsAndEnd(1, 1), new int[] {2}));
    assertRefused("its code length code is incomplete", codeLengthWords(1, 0, 0));
    assertRefused("its code length code is incomplete", codeLengthWords(0, 0, 0));
  }

  @Test
  void refusesADistanceWhereThereIsNone() {
    int[] bits = new int[258];
    bits[256] = 1;
    bits[257] = 1;
    assertRefused(
        "its data have a word that its distance code has not",
        new DeflateBits().dynamic(bits, new int[1]).word(1, 1).number(0, 15));
  }

  @Test
  void refusesABlockThatCannotEnd() {
    assertRefused(
        "its literal/length code has no word for the end of a block",
        new DeflateBits().dynamic(literalsAndEnd(1, 0), new int[1]));
  }

  @Test
  void refusesAWordThatTheCodeHasNot() {
    assertRefused(
        "its data have a word that its literal/length code has not",
        new DeflateBits().dynamic(literalsAndEnd(0, 1), new int[1]).number(0xFFFF, 16));
  }

  /** The words: 16 is 0, 1 is 10, 18 is 11. */
  @Test
  void refusesRepetitionsBeforeTheFirstLengthAndBeyondTheLast() {
    assertRefused("its code lengths begin with a repetition", codeLengthWords(1, 0, 2).word(0, 1));
    assertRefused(
        "its code lengths are 276 at least, not 258",
        codeLengthWords(1, 0, 2)
            .word(0b10, 2)
            .word(0b11, 2)
            .number(126, 7)
            .word(0b11, 2)
            .number(127, 7));
  }

  /** Words of so many bits for the code lengths 16, 17 and 18; as many as for 18 for 1. */
  private static DeflateBits codeLengthWords(int for16, int for17, int for18) {
    DeflateBits data = new DeflateBits().block(true, 2).number(0, 5).number(0, 5);
    data.number(18 - 4, 4).number(for16, 3).number(for17, 3).number(for18, 3);
    for (int i = 3; i < 17; i++) {
      data.number(0, 3);
    }
    return data.number(for18, 3);
  }

  private static int[] literalsAndEnd(int bitsOf0, int bitsOfEnd) {
    int[] bits = new int[257];
    bits[0] = bitsOf0;
    bits[256] = bitsOfEnd;
    return bits;
  }

  private void assertRefused(String message, DeflateBits data) {
    assertEquals(message, expanding.refusal(data.bytes()));
  }
}
