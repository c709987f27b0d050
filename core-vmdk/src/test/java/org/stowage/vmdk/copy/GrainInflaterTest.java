package org.stowage.vmdk.copy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class GrainInflaterTest {

  private static final int GRAIN = 65536;

  private final byte[] out = new byte[GRAIN];

  @Test
  void expandsAWholeGrain() throws Exception {
    byte[] content = content(GRAIN);

    expand(compressed(content), GRAIN);

    assertArrayEquals(content, Arrays.copyOf(out, GRAIN));
  }

  @Test
  void acceptsAGrainThatCoversNoMoreThanIsNeeded() throws Exception {
    byte[] content = content(512);

    expand(compressed(content), 512);

    assertArrayEquals(content, Arrays.copyOf(out, 512));
  }

  @Test
  void refusesAGrainShorterThanIsNeeded() {
    assertEquals("it ends after 511 bytes of 512", refusal(compressed(content(511)), 512));
  }

  @Test
  void refusesAGrainLongerThanAGrain() {
    byte[] compressed = compressed(new byte[1 << 20]);

    assertEquals("it does not end after 65536 bytes", refusal(compressed, GRAIN));
  }

  @Test
  void refusesAGrainWithoutItsEnd() {
    byte[] compressed = compressed(content(GRAIN));

    assertEquals(
        "3 bytes follow its data, where a checksum of 4 should be",
        refusal(Arrays.copyOf(compressed, compressed.length - 1), GRAIN));
    assertEquals(
        "its data end too early", refusal(Arrays.copyOf(compressed, compressed.length - 5), GRAIN));
  }

  @Test
  void refusesBytesAfterTheEnd() {
    byte[] compressed = compressed(content(GRAIN));

    assertEquals(
        "5 bytes follow its data, where a checksum of 4 should be",
        refusal(Arrays.copyOf(compressed, compressed.length + 1), GRAIN));
  }

  @Test
  void refusesAWrongChecksum() {
    byte[] compressed = compressed(content(GRAIN));
    compressed[compressed.length - 1]++;

    assertEquals("its checksum does not match", refusal(compressed, GRAIN));
  }

  @Test
  void refusesWhatIsNoZlibStream() {
    byte[] compressed = compressed(content(GRAIN));
    compressed[0] = 0x77;

    assertEquals("77 9c is no zlib header", refusal(compressed, GRAIN));
    assertEquals("6 bytes are no zlib stream", refusal(new byte[6], GRAIN));
  }

  private String refusal(byte[] compressed, int neededBytes) {
    return assertThrows(DataFormatException.class, () -> expand(compressed, neededBytes))
        .getMessage();
  }

  private void expand(byte[] compressed, int neededBytes) throws DataFormatException {
    new GrainInflater().expand(ByteBuffer.wrap(compressed), ByteBuffer.wrap(out), neededBytes);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static byte[] compressed(byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    byte[] out = new byte[content.length + 1024];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}
