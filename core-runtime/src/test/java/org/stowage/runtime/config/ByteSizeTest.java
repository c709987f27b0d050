package org.stowage.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "512B, 512",
    "1k, 1024",
    "20GiB, 21474836480",
    "20 G, 21474836480",
    " 3MiB , 3145728",
    "7P, 7881299347898368"
  })
  void readsSizes(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GiB", "-1", "1.5G", "20GB", "3 apples", "8192P", "1e9"})
  void refusesWhatIsNoSize(String text) {
    assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
  }

  @Test
  void namesTheUnitItDoesNotKnow() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse("20GB"));
    assertEquals(
        "'20GB' has the unknown unit GB; use B, KiB, MiB, GiB, TiB or PiB", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "21474836480, 20 GiB",
    "9223372036854775807, 8192.0 PiB"
  })
  void showsSizes(long bytes, String text) {
    assertEquals(text, ByteSize.show(bytes));
  }
}
