package org.stowage.plugin.ova.ovf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.plugin.ova.ovf.OvfDescriptor.Item;

class ControllersTest {

  private static Item controller(String type, @Nullable String subType) {
    return new Item("1", type, subType, null, null, null, List.of(), null, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | | IDE",
        "5 | PIIX4 | IDE",
        "5 | virtio | IDE",
        "6 | | LSILOGIC",
        "6 | lsilogic | LSILOGIC",
        "6 | LsiLogic | LSILOGIC",
        "6 | someother, lsilogic | LSILOGIC",
        "6 | buslogic,lsilogic | BUSLOGIC",
        "6 | buslogic lsilogic | BUSLOGIC",
        "6 | buslogic, lsilogic | BUSLOGIC",
        "6 | lsilogicsas | LSILOGIC_SAS",
        "6 | VirtualSCSI | PVSCSI",
        "6 | unheard-of | LSILOGIC",
        "20 | | SATA",
        "20 | AHCI | SATA",
        "20 | vmware.sata.ahci | SATA",
        "20 | vmware.nvme.controller | NVME",
      })
  void meanAdapters(String type, String subType, AdapterType adapter) {
    assertEquals(adapter, Controllers.adapter(controller(type, subType)));
  }

  @ParameterizedTest
  @CsvSource({"20,VirtioSCSI", "8,", "7,", "99,lsilogic"})
  void meanNothingWhenNoAdapterIsLikeThem(String type, String subType) {
    assertNull(Controllers.adapter(controller(type, subType)));
  }

  @Test
  void meanNothingWhenMissing() {
    assertNull(Controllers.adapter(null));
  }
}
