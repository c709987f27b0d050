package org.stowage.api.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterTypeTest {

  @ParameterizedTest
  @EnumSource(AdapterType.class)
  void isFoundByItsSpellingsInAnyCase(AdapterType type) {
    assertEquals(Optional.of(type), AdapterType.named(type.id()));
    assertEquals(Optional.of(type), AdapterType.named(type.imagePropertyName()));
    assertEquals(Optional.of(type), AdapterType.named(type.id().toUpperCase(Locale.ROOT)));
    assertEquals(Optional.of(type), AdapterType.named(" " + type.id() + " "));
  }

  @ParameterizedTest
  @CsvSource({
    "lsisas1068, LSILOGIC_SAS",
    "VmPvscsi, PVSCSI",
    "VirtualSCSI, PVSCSI",
    "ahci, SATA",
    "legacyESX, LSILOGIC",
    "lsiLogicsas, LSILOGIC_SAS",
    "paraVirtual, PVSCSI"
  })
  void isFoundByTheNamesPeopleUse(String name, AdapterType type) {
    assertEquals(Optional.of(type), AdapterType.named(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "scsi", "lsi", "virtio"})
  void isNotGuessed(String name) {
    assertEquals(Optional.empty(), AdapterType.named(name));
  }

  /** VMware Virtual Disk Format 5.0, "The Disk Database": a descriptor knows these three. */
  @ParameterizedTest
  @CsvSource({
    "IDE, ide",
    "BUSLOGIC, buslogic",
    "LSILOGIC, lsilogic",
    "LSILOGIC_SAS, lsilogic",
    "PVSCSI, lsilogic",
    "SATA, lsilogic",
    "NVME, lsilogic"
  })
  void isWrittenIntoDescriptorsAsOneOfThree(AdapterType type, String vmdkName) {
    assertEquals(vmdkName, type.vmdkName());
  }
}
