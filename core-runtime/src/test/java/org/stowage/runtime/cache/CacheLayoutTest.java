package org.stowage.runtime.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheLayoutTest {

  private final CacheLayout layout = new CacheLayout("_vmware_base");

  @Test
  void liesWhereNovaLooks() {
    assertEquals("[ds] _vmware_base/img/img.vmdk", layout.base("ds", "img").toString());
    assertEquals(
        "[ds] _vmware_base/img/img.20.vmdk", layout.sized("ds", "img", 20L << 30).toString());
  }

  @Test
  void namesOddSizesInBytes() {
    assertEquals("img.1073742336B.vmdk", layout.sized("ds", "img", (1L << 30) + 512).fileName());
  }

  @ParameterizedTest
  @CsvSource({
    "img.20.vmdk, 21474836480",
    "img.1073742336B.vmdk, 1073742336",
    "img.vmdk, -1",
    "img.20-flat.vmdk, -1",
    "img..vmdk, -1",
    "other.20.vmdk, -1",
    "img.x.vmdk, -1",
    "img.99999999999999999999.vmdk, -1"
  })
  void readsTheSizeBack(String fileName, long bytes) {
    OptionalLong expected = bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    assertEquals(expected, CacheLayout.sizeIn(fileName, "img"));
  }
}
