package org.stowage.plugin.ova.ovf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

class HrefTest {

  @Test
  void comesBeforeItsDecodedForm() throws IOException {
    assertEquals(
        List.of("box/a%20b.vmdk", "box/a b.vmdk"),
        Href.memberNames("box/", "./a%20b.vmdk", "test.ovf"));
  }

  @Test
  void isDecodedOnce() throws IOException {
    assertEquals(List.of("a%2541", "a%41"), Href.memberNames("", "a%2541", "test.ovf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk[1]*?.vmdk", "50%", "%zz", "%ff", "d\u00efsk.vmdk", "a..b", "x/y"})
  void mayBeAPlainName(String href) throws IOException {
    assertEquals(List.of(href), Href.memberNames("", href, "test.ovf"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "./",
        "../x.vmdk",
        "a/../x.vmdk",
        "a/..",
        "/etc/passwd",
        ".//etc/passwd",
        "C:disk.vmdk",
        "C:\\disk.vmdk",
        "\\\\server\\share",
        "http://example.org/x.vmdk",
        "file:///etc/passwd",
        "a\nb",
        "a\u0000b",
        "%2e%2e/x.vmdk",
        "%2Fetc/passwd",
        "a%00b",
        "file%3a///etc/passwd",
        "a%5cb"
      })
  void isRefusedWhenItLeadsOutOfTheArchive(String href) {
    DiskFormatException refusal =
        assertThrows(DiskFormatException.class, () -> Href.memberNames("", href, "test.ovf"));
    assertEquals(OvaError.HREF, refusal.code());
  }

  @Test
  void isRefusedWhenItIsTooLong() {
    assertThrows(
        DiskFormatException.class, () -> Href.memberNames("", "a".repeat(5000), "test.ovf"));
  }
}
