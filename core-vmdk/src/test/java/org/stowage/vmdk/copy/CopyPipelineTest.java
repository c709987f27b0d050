package org.stowage.vmdk.copy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.DiskFormatException;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

class CopyPipelineTest {

  private static final int GRAIN = 64 * 1024;
  private static final int GRAINS = 300;

  private final RecordingDiskSink sink = new RecordingDiskSink(GRAINS * GRAIN);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void keepsTheOrderWhateverTheNumberOfThreads(int threads) throws Exception {
    byte[] disk = new byte[GRAINS * GRAIN];
    Random random = new Random(5);
    try (CopyPipeline pipeline = pipeline(new TestTransfer(threads))) {
      for (int grain = 0; grain < GRAINS; grain++) {
        byte[] content = new byte[GRAIN];
        if (grain % 7 != 0) {
          random.nextBytes(content);
        }
        System.arraycopy(content, 0, disk, grain * GRAIN, GRAIN);
        if (grain % 3 == 0) {
          pipeline.plain((long) grain * GRAIN, GRAIN).put(content);
        } else {
          compressed(pipeline, grain, content);
        }
      }
      pipeline.finish();
    }

    assertArrayEquals(disk, sink.content());
  }

  @Test
  void leavesOutBlocksOfZerosAndJoinsWhatAdjoins() throws Exception {
    byte[] content = new byte[4 * GRAIN];
    Arrays.fill(content, 0, GRAIN + 1, (byte) 1);
    content[4 * GRAIN - 1] = 1;
    try (CopyPipeline pipeline = pipeline(new TestTransfer(1))) {
      pipeline.plain(512, 4 * GRAIN).put(content);
      pipeline.finish();
    }

    // Blocks are aligned on the disk, where the content starts within the first.
    assertEquals(
        List.of(
            new RecordingDiskSink.Written(512, 2 * GRAIN - 512),
            new RecordingDiskSink.Written(4 * GRAIN, 512)),
        sink.extents());
  }

  @Test
  void takesOnlyThePartOfAGrainThatIsWanted() throws Exception {
    byte[] content = new byte[GRAIN];
    new Random(1).nextBytes(content);
    byte[] zlib = zlib(content);
    try (CopyPipeline pipeline = pipeline(new TestTransfer(2))) {
      pipeline.compressed("x", new GrainPart(1024, GRAIN, 512, 2048), zlib.length).put(zlib);
      pipeline.finish();
    }

    assertEquals(List.of(new RecordingDiskSink.Written(1024, 2048)), sink.extents());
    assertArrayEquals(
        Arrays.copyOfRange(content, 512, 2560), Arrays.copyOfRange(sink.content(), 1024, 3072));
  }

  @Test
  void namesTheFileAndPlaceOfADamagedGrain() throws Exception {
    try (CopyPipeline pipeline = pipeline(new TestTransfer(2))) {
      pipeline
          .compressed("disk.vmdk", new GrainPart(3 * GRAIN, GRAIN, 0, GRAIN), 9)
          .put(new byte[9]);

      DiskFormatException damaged = assertThrows(DiskFormatException.class, pipeline::finish);
      assertEquals(
          "cannot read disk.vmdk: the compressed grain at byte 196608 of the disk is damaged: "
              + "00 00 is no zlib header",
          damaged.getMessage());
    }
  }

  @Test
  void stopsWithinTheCopyWhenTold() throws Exception {
    TestTransfer transfer = new TestTransfer(2).cancelAfter(3);
    try (CopyPipeline pipeline = pipeline(transfer)) {
      assertThrows(
          CancelledException.class,
          () -> {
            for (int grain = 0; grain < GRAINS; grain++) {
              pipeline.plain((long) grain * GRAIN, GRAIN);
            }
          });
    }

    assertTrue(sink.extents().isEmpty());
  }

  @Test
  void passesOnTheFailureOfTheSink() throws Exception {
    IOException full = new IOException("no space left");
    try (CopyPipeline pipeline =
        new CopyPipeline(new FullSink(full), new TestTransfer(2), GRAINS * GRAIN)) {
      pipeline.plain(0, GRAIN).put(0, (byte) 1);

      assertEquals(full, assertThrows(IOException.class, pipeline::finish));
    }
  }

  private record FullSink(IOException failure) implements org.stowage.api.disk.DiskSink {

    @Override
    public void write(long offsetBytes, ByteBuffer data) throws IOException {
      throw failure;
    }

    @Override
    public void finish() {
      throw new AssertionError("finished after a failure");
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private CopyPipeline pipeline(TestTransfer transfer) {
    return new CopyPipeline(sink, transfer, GRAINS * GRAIN);
  }

  private static void compressed(CopyPipeline pipeline, int grain, byte[] content)
      throws IOException {
    byte[] zlib = zlib(content);
    GrainPart whole = new GrainPart((long) grain * GRAIN, GRAIN, 0, GRAIN);
    pipeline.compressed("x", whole, zlib.length).put(zlib);
  }

  private static byte[] zlib(byte[] content) {
    Deflater deflater = new Deflater(1);
    deflater.setInput(content);
    deflater.finish();
    byte[] out = new byte[content.length + 1024];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}
