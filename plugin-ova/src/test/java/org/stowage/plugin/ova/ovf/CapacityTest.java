package org.stowage.plugin.ova.ovf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

class CapacityTest {

  @ParameterizedTest
  @CsvSource({
    "5,,5",
    "5,byte,5",
    "5,byte * 2^20,5242880",
    "5,byte*2^30,5368709120",
    "5,byte * 1024 * 1024,5242880",
    "5,byte * 10^9,5000000000",
    "5,KiloBytes,5120",
    "5,MegaBytes,5242880",
    "5,GigaBytes,5368709120",
    "9223372036854775807,byte,9223372036854775807",
    "0,byte * 2^62,0",
  })
  void readsUnits(String number, String units, long bytes) throws IOException {
    assertEquals(OptionalLong.of(bytes), Capacity.bytes(number, units, "test.ovf"));
  }

  @ParameterizedTest
  @CsvSource({
    "8,byte * 2^60",
    "9223372036854775808,byte",
    "99999999999999999999,byte",
    "1,byte * 9999999999^99",
    "-1,byte",
    "1.5,byte",
    "0x10,byte",
    "1,bit",
    "1,byte ^ 2",
    "1,byte * 2^",
    "1,byte * x",
    "1,furlong",
  })
  void refuses(String number, String units) {
    DiskFormatException refusal =
        assertThrows(DiskFormatException.class, () -> Capacity.bytes(number, units, "test.ovf"));
    assertEquals(OvaError.CAPACITY, refusal.code());
  }

  @Test
  void leavesOpenWhatADeploymentPropertyDecides() throws IOException {
    assertEquals(OptionalLong.empty(), Capacity.bytes("${size}", "byte", "test.ovf"));
    assertEquals(OptionalLong.empty(), Capacity.bytes(null, null, "test.ovf"));
  }
}
