package org.stowage.vmdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;

class VmdkKindTest {

  @Test
  void tellsStreamsFromPlainGrainsByTheirFlags() {
    assertEquals(Optional.of(VmdkKind.SPARSE), kind(new SparseBytes(8).bytes()));
    assertEquals(
        Optional.of(VmdkKind.STREAM_OPTIMIZED), kind(StreamBytes.directoryLast(8).finished()));
  }

  @Test
  void believesTheHeaderAndNotTheText() {
    String text =
        SparseBytes.descriptor(8, "CID=1\n").replace("monolithicSparse", "streamOptimized");

    assertEquals(Optional.of(VmdkKind.SPARSE), kind(new SparseBytes(8).descriptor(text).bytes()));
  }

  @ParameterizedTest
  @CsvSource({
    "monolithicFlat,FLAT,FLAT",
    "vmfs,VMFS,FLAT",
    "2GbMaxExtentFlat,FLAT,FLAT",
    "twoGbMaxExtentSparse,SPARSE,SPARSE",
    "2GbMaxExtentSparse,SPARSE,SPARSE",
    "custom,SPARSE,SPARSE",
    "custom,FLAT,FLAT",
    "vmfsSparse,VMFSSPARSE,SPARSE",
    "seSparse,SESPARSE,SPARSE",
    "fullDevice,FLAT,FLAT",
    "unheardOf,FLAT,FLAT"
  })
  void tellsDescriptorsByTheirCreateType(String createType, String extent, VmdkKind expected) {
    String text = "CID=1\n  createType = \"%s\"\nRW 8 %s \"a\" 0\n".formatted(createType, extent);

    assertEquals(Optional.of(expected), kind(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COWD", "kdmv", "\u00be\u00ba\u00fe\u00ca\0\0\0\0"})
  void claimsKindsThatAreNotReadSoThatOpeningSaysWhy(String magic) {
    byte[] head = new byte[512];
    for (int i = 0; i < magic.length(); i++) {
      head[i] = (byte) magic.charAt(i);
    }

    assertEquals(Optional.of(VmdkKind.SPARSE), kind(head));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "K", "KDM", "QFI\u00fb", "createType=\"vmfs\"", "CID=1\n# createType"})
  void claimsNothingElse(String text) {
    assertEquals(Optional.empty(), kind(text.getBytes(UTF_8)));
  }

  @Test
  void takesNoLongOverAnyText() {
    for (String part : new String[] {" ", "\n", "\t\n", "createType ", "RW 1 ", "CID\n", "=\""}) {
      byte[] head = part.repeat(ImageHead.MAX_BYTES / part.length()).getBytes(UTF_8);

      assertTimeout(Duration.ofSeconds(2), () -> kind(head), part);
    }
  }

  private static Optional<VmdkKind> kind(byte[] head) {
    return VmdkKind.of(
        new ImageHead("x", ByteBuffer.wrap(head), head.length, ImageProperties.NONE));
  }
}
