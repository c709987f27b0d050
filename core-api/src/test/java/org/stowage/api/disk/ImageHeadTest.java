package org.stowage.api.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ImageHeadTest {

  private final ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3}).position(2);
  private final ImageHead head = new ImageHead("a", bytes, 3, ImageProperties.NONE);

  @Test
  void startsWhereTheBufferStood() {
    assertTrue(head.has(0, (byte) 1, (byte) 2));
    assertTrue(head.has(1, (byte) 2, (byte) 3));
    assertFalse(head.has(0, (byte) 9));
  }

  @Test
  void hasNothingBeyondItsEnd() {
    assertFalse(head.has(2, (byte) 3, (byte) 0));
    assertFalse(head.has(3, (byte) 0));
    assertTrue(head.has(3));
  }

  @Test
  void givesIndependentReadOnlyViews() {
    head.bytes().position(2);

    assertEquals(0, head.bytes().position());
    assertEquals(3, head.bytes().remaining());
    assertThrows(ReadOnlyBufferException.class, () -> head.bytes().put((byte) 0));
  }

  @Test
  void tellsTheLengthOnlyWhenItIsKnown() {
    assertEquals(OptionalLong.of(3), head.knownLengthBytes());
    assertEquals(
        OptionalLong.empty(),
        new ImageHead("a", bytes, -1, ImageProperties.NONE).knownLengthBytes());
  }
}
