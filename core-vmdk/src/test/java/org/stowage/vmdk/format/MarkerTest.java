package org.stowage.vmdk.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.DiskFormatException;

class MarkerTest {

  private static final GrainLayout LAYOUT = new GrainLayout(1000, 128);

  @Test
  void readsTheGrainMarkerItWrote() throws Exception {
    Marker.Grain marker = new Marker.Grain(128, 65569);
    ByteBuffer bytes = ByteBuffer.allocate(512);

    marker.encode(bytes);

    assertEquals(Marker.GRAIN_BYTES, bytes.position());
    assertEquals(marker, Marker.parse(bytes.rewind(), LAYOUT, "x", 0));
  }

  @Test
  void readsTheMetadataMarkerItWrote() throws Exception {
    for (MarkerType type : MarkerType.values()) {
      Marker.Metadata marker = new Marker.Metadata(type, 4);

      assertEquals(marker, Marker.parse(marker.encode(), LAYOUT, "x", 0));
    }
  }

  @Test
  void takesAZeroedSectorForTheEndOfTheStream() throws Exception {
    assertEquals(
        new Marker.Metadata(MarkerType.END_OF_STREAM, 0),
        Marker.parse(ByteBuffer.allocate(512), LAYOUT, "x", 0));
  }

  @ParameterizedTest
  @CsvSource({"0,66561,0", "0,-1,0", "0,0,5", "0,0,-1", "-1,0,1", "4294967296,0,1"})
  void refusesMarkersThatNoWriterMakes(long value, int size, int type) {
    ByteBuffer bytes =
        ByteBuffer.allocate(512)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0, value)
            .putInt(8, size)
            .putInt(12, type);

    DiskFormatException refused =
        assertThrows(DiskFormatException.class, () -> Marker.parse(bytes, LAYOUT, "x", 1024));

    assertEquals(VmdkError.MARKER, refused.code());
  }
}
