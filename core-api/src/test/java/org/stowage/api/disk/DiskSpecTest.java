package org.stowage.api.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.WritableFormat.WriteOptions;

class DiskSpecTest {

  @ParameterizedTest
  @ValueSource(longs = {0, -512, 1, 511, 513, Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesWhatIsNoWholeSectors(long capacityBytes) {
    assertThrows(
        IllegalArgumentException.class, () -> new DiskSpec(capacityBytes, AdapterType.IDE));
  }

  @Test
  void takesOneSectorAndMore() {
    assertEquals(512, new DiskSpec(512, AdapterType.IDE).capacityBytes());
    assertEquals(1L << 62, new DiskSpec(1L << 62, AdapterType.NVME).capacityBytes());
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "10, 1", "6, 0"})
  void optionsRefuseLevelsAndThreadsOutOfRange(int level, int threads) {
    assertThrows(IllegalArgumentException.class, () -> new WriteOptions(level, threads));
  }
}
