package org.stowage.plugin.ova.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.testkit.ova.TarBuilder;

/** Headers that are written. Those that are read have {@link TarReaderTest}. */
class TarHeaderTest {

  private static final long EIGHT_GIB = 8L << 30;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 511, EIGHT_GIB - 1})
  void holdsSizesInOctalAsLongAsTheyFit(long size) {
    assertArrayEquals(
        new TarBuilder().header("disk.vmdk", '0', TarBuilder.octal(size)).unended(),
        new TarHeader("disk.vmdk", size, TarHeader.FILE).encode());
  }

  @ParameterizedTest
  @ValueSource(longs = {EIGHT_GIB, EIGHT_GIB + 1, 64L << 40, Long.MAX_VALUE})
  void holdsLargerSizesInBase256(long size) {
    byte[] header = new TarHeader("disk.vmdk", size, TarHeader.FILE).encode();

    assertArrayEquals(TarBuilder.base256(size), Arrays.copyOfRange(header, 124, 136));
    assertArrayEquals(
        new TarBuilder().header("disk.vmdk", '0', TarBuilder.base256(size)).unended(), header);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, EIGHT_GIB - 1, EIGHT_GIB, Long.MAX_VALUE})
  void isReadAsItWasWritten(long size) throws IOException {
    TarHeader header = new TarHeader("a".repeat(100), size, TarHeader.FILE);

    assertEquals(header, TarHeader.parse(header.encode(), "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "größe"})
  void refusesNamesThatToolsReadDifferently(String name) {
    TarHeader header = new TarHeader(name, 0, TarHeader.FILE);

    assertThrows(IllegalArgumentException.class, header::encode);
  }

  @Test
  void refusesNamesThatDoNotFit() {
    TarHeader header = new TarHeader("a".repeat(101), 0, TarHeader.FILE);

    assertThrows(IllegalArgumentException.class, header::encode);
  }
}
