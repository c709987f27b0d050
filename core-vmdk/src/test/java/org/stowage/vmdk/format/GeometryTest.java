package org.stowage.vmdk.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.disk.AdapterType;

class GeometryTest {

  @ParameterizedTest
  @CsvSource({
    "61440,LSILOGIC,30,64,32",
    "2097152,LSILOGIC,512,128,32",
    "33554432,PVSCSI,2088,255,63",
    "33554432,IDE,33288,16,63",
    "1,IDE,1,16,63"
  })
  void followsWhatVmwareWrites(
      long sectors, AdapterType adapter, long cylinders, int heads, int perTrack) {
    assertEquals(new Geometry(cylinders, heads, perTrack), Geometry.of(sectors, adapter));
  }
}
