package org.stowage.plugin.scaleio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeUse;

class VolumeNameTest {

  private static final UUID INSTANCE = UUID.fromString("b0d0b498-1fe2-479e-995c-80ace2f339a7");

  @ParameterizedTest
  @CsvSource({
    "disk, DISK, sNC0mB/iR56ZXICs4vM5pw==",
    "disk.local, DISK, sNC0mB/iR56ZXICs4vM5pw==local",
    "disk.local, UNFINISHED, sNC0mB/iR56ZXICs4vM5pw==local/#",
    "disk.swap, BEFORE_RESIZE, sNC0mB/iR56ZXICs4vM5pw==swap/~",
    "disk.eph99, UNFINISHED, sNC0mB/iR56ZXICs4vM5pw==eph99/#",
    "disk.rescue, DISK, sNC0mB/iR56ZXICs4vM5pw==rescue"
  })
  void isTheUuidInBase64AndTheSuffixOfTheDisk(String disk, VolumeUse use, String name)
      throws StorageException {
    assertEquals(name, VolumeName.of(new InstanceDisk(INSTANCE, disk), use));
    assertTrue(name.length() <= 31);
  }

  /** Of another client's own tests. */
  @Test
  void encodesAsOtherClientsDo() {
    assertEquals(
        "WiUEsGpsSEmO592wtnT9FA==",
        VolumeName.encoded(UUID.fromString("5a2504b0-6a6c-4849-8ee7-ddb0b674fd14")));
  }

  @ParameterizedTest
  @CsvSource({"disk.eph100000, DISK", "disk.rescue, UNFINISHED", "disk.eph100, BEFORE_RESIZE"})
  void isNeverCut(String disk, VolumeUse use) {
    StorageException refusal =
        assertThrows(
            StorageException.class, () -> VolumeName.of(new InstanceDisk(INSTANCE, disk), use));
    assertEquals(CommonError.USAGE, refusal.code());
    assertTrue(refusal.getMessage().contains("an array allows 31"), refusal.getMessage());
  }
}
