package org.stowage.vmdk.inflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateDecoderTest {

  private final Expanding expanding = new Expanding();

  @ParameterizedTest
  @EnumSource
  void expandsWhatZlibCompresses(Content content) throws Exception {
    byte[] bytes = content.bytes(65536, 1);
    for (int strategy : Content.STRATEGIES) {
      for (int level = Deflater.NO_COMPRESSION; level <= Deflater.BEST_COMPRESSION; level++) {
        for (int flushBytes : new int[] {700, 65536}) {
          byte[] data = Expanding.compress(bytes, level, strategy, flushBytes);

          assertArrayEquals(bytes, expanding.expand(data, bytes.length));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void expandsAnyLength(Content content) throws Exception {
    for (int length = 0; length < 600; length++) {
      byte[] bytes = content.bytes(length, length);
      byte[] data = Expanding.compress(bytes, 6, Deflater.DEFAULT_STRATEGY, 65536);

      assertArrayEquals(bytes, expanding.expand(data, length));
    }
  }

  @Test
  void expandsStoredBlocksAlsoEmptyOnes() throws Exception {
    byte[] data = new DeflateBits().stored(false).stored(false, (byte) 7).stored(true).bytes();

    assertArrayEquals(new byte[] {7}, expanding.expand(data, 1));
  }

  @Test
  void expandsAStoredBlockBetweenOthersInMidByte() throws Exception {
    byte[] data =
        new DeflateBits()
            .block(false, 1)
            .fixed('a')
            .fixed(256)
            .stored(false, (byte) 'b')
            .block(true, 1)
            .fixed('c')
            .fixed(256)
            .bytes();

    assertEquals("abc", new String(expanding.expand(data, 3)));
  }

  @Test
  void expandsEveryLiteralOfTheFixedCode() throws Exception {
    byte[] content = new byte[256];
    DeflateBits data = new DeflateBits().block(true, 1);
    for (int literal = 0; literal < 256; literal++) {
      content[literal] = (byte) literal;
      data.fixed(literal);
    }

    assertArrayEquals(content, expanding.expand(data.fixed(256).bytes(), 256));
  }

  /** 3.2.5 gives the longest match a symbol of its own; the one before it can mean it as well. */
  @Test
  void expandsTheLongestMatchInBothWays() throws Exception {
    DeflateBits data = new DeflateBits().block(true, 1).fixed('x');
    for (int i = 0; i < 40; i++) {
      data.fixed(285).fixedDistance(0).fixed(284).number(31, 5).fixedDistance(0);
    }
    byte[] content = new byte[1 + 40 * 516];
    Arrays.fill(content, (byte) 'x');

    assertArrayEquals(content, expanding.expand(data.fixed(256).bytes(), content.length));
  }

  /** Distances 1 to 4 have symbols of their own; 5 and 7 have one extra bit, 9 and 13 have two. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16})
  void repeatsWhatTheMatchItselfPutThere(int distance) throws Exception {
    int extraBits = distance < 5 ? 0 : distance < 9 ? 1 : 2;
    int pair = distance < 5 ? 0 : (distance - 1 - (2 << extraBits)) >> extraBits;
    DeflateBits data = new DeflateBits().block(true, 1);
    for (int i = 0; i < distance; i++) {
      data.fixed('a' + i);
    }
    for (int i = 0; i < 20; i++) {
      data.fixed(269).number(i % 4, 2);
      if (extraBits == 0) {
        data.fixedDistance(distance - 1);
      } else {
        data.fixedDistance(2 + 2 * extraBits + pair);
        data.number(distance - 1 - (2 + pair << extraBits), extraBits);
      }
    }
    byte[] content = new byte[distance + 20 * 19 + 5 * (1 + 2 + 3)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ('a' + i % distance);
    }

    assertArrayEquals(content, expanding.expand(data.fixed(256).bytes(), content.length));
  }

  @Test
  void repeatsFromTheLargestDistance() throws Exception {
    byte[] start = Content.NOISE.bytes(32768, 3);
    DeflateBits data = new DeflateBits().stored(false, start).block(true, 1);
    for (int i = 0; i < 50; i++) {
      data.fixed(264).fixedDistance(29).number(8191, 13);
    }
    byte[] content = Arrays.copyOf(start, 32768 + 500);
    System.arraycopy(start, 0, content, 32768, 500);

    assertArrayEquals(content, expanding.expand(data.fixed(256).bytes(), content.length));
  }

  @Test
  void expandsWordsOfAllLengths() throws Exception {
    byte[] content = new byte[2000];
    DeflateBits data = new DeflateBits().dynamic(wordsOfAllLengths(), new int[1]);
    for (int i = 0; i < content.length; i++) {
      int literal = i * 7 % 15;
      content[i] = (byte) literal;
      int bits = literal == 14 ? 15 : literal + 1;
      data.word((1 << bits) - 2, bits);
    }

    assertArrayEquals(content, expanding.expand(data.word(0x7FFF, 15).bytes(), content.length));
  }

  /** Literal n has n + 1 bits, up to 15; so has the end of the block. */
  private static int[] wordsOfAllLengths() {
    int[] bits = new int[257];
    for (int literal = 0; literal < 15; literal++) {
      bits[literal] = literal + 1;
    }
    bits[256] = 15;
    return bits;
  }

  @Test
  void takesASingleDistanceOfOneBit() throws Exception {
    byte[] data = oneDistance().word(0b11, 2).number(0, 1).word(0b10, 2).bytes();

    assertArrayEquals(new byte[4], expanding.expand(data, 4));
  }

  @Test
  void refusesTheOtherBitOfASingleDistance() {
    byte[] data = oneDistance().word(0b11, 2).number(1, 1).number(0, 14).bytes();

    assertEquals("its data have a word that its distance code has not", expanding.refusal(data));
  }

  /** After literal 0, whose word is 0; the end of the block is 10, and 11 is a length of 3. */
  private static DeflateBits oneDistance() {
    int[] literalsAndLengths = new int[258];
    literalsAndLengths[0] = 1;
    literalsAndLengths[256] = 2;
    literalsAndLengths[257] = 2;
    return new DeflateBits().dynamic(literalsAndLengths, new int[] {1}).word(0, 1);
  }

  @Test
  void saysWhereTheDataEnded() throws Exception {
    byte[] data = new DeflateBits().block(true, 1).fixed('a').fixed(256).bytes();

    assertEquals(
        new Expanding.Expanded(new byte[] {'a'}, data.length),
        expanding.expandAtMost(Arrays.copyOf(data, 900), 700));
  }

  @Test
  void refusesDataCutOffAnywhere() throws Exception {
    byte[] content = Content.WORDS.bytes(3000, 4);
    byte[] data = Expanding.compress(content, 6, Deflater.DEFAULT_STRATEGY, 1000);
    for (int length = 0; length < data.length; length++) {
      assertEquals(
          "its data end too early", expanding.refusal(Arrays.copyOf(data, length), content.length));
    }
  }

  @Test
  void refusesMoreThanTheLimitWherever() throws Exception {
    byte[] content = Content.WORDS.bytes(1500, 5);
    byte[] data = Expanding.compress(content, 6, Deflater.DEFAULT_STRATEGY, 65536);
    for (int limit = 0; limit < content.length; limit++) {
      assertEquals(
          "it does not end after %d bytes".formatted(limit), expanding.refusal(data, limit));
    }
  }

  /** A few literals of short words before each of the longest matches: the most at once. */
  @Test
  void writesNothingBeyondTheLimitWhereMuchIsExpandedAtOnce() throws Exception {
    byte[] content = new byte[2200];
    for (int i = 0; i < content.length; i++) {
      content[i] = i % 270 < 12 ? (byte) "abcd".charAt(i * i / 7 % 4) : content[i - 9];
    }
    byte[] data = Expanding.compress(content, 9, Deflater.DEFAULT_STRATEGY, 65536);
    byte[] followed = Arrays.copyOf(data, data.length + 100);
    for (int limit = 0; limit < content.length; limit++) {
      assertEquals(
          "it does not end after %d bytes".formatted(limit), expanding.refusal(followed, limit));
    }
  }

  @Test
  void readsNothingBeyondTheEnd() {
    for (int length = 300; length < 600; length++) {
      byte[] content = Content.SKEWED.bytes(length, length);
      byte[] data = Expanding.compress(content, 6, Deflater.DEFAULT_STRATEGY, 65536);
      for (int end = data.length - 20; end < data.length; end++) {
        int limit = end;
        assertThrows(
            DataFormatException.class,
            () -> new DeflateDecoder().expand(data, 0, limit, new byte[2000], 2000));
      }
    }
  }

  @Test
  void refusesPartsThatAreNotInTheirArrays() {
    DeflateDecoder decoder = new DeflateDecoder();

    assertThrows(
        IndexOutOfBoundsException.class, () -> decoder.expand(new byte[9], 5, 10, new byte[9], 9));
    assertThrows(
        IndexOutOfBoundsException.class, () -> decoder.expand(new byte[9], 0, 9, new byte[9], 10));
  }

  @Test
  void expandsAfterARefusal() throws Exception {
    byte[] content = Content.WORDS.bytes(5000, 6);
    byte[] data = Expanding.compress(content, 6, Deflater.DEFAULT_STRATEGY, 65536);
    assertThrows(DataFormatException.class, () -> expanding.expandAtMost(new byte[] {7}, 10));

    assertArrayEquals(content, expanding.expand(data, content.length));
  }
}
