package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageTarget;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.VmdkError;

class StreamOutputTest {

  private static final long LIMIT_BYTES = 2L << 40;
  private static final int STEP_BYTES = 1 << 26;

  @Test
  void writesAGrainInTheLastSectorThatATableCanName() throws Exception {
    SequentialFile out = written(LIMIT_BYTES - 512);

    new StreamOutput(out, new GrainLayout(1 << 20, 128), "x").add(oneGrain());
  }

  @Test
  void refusesAGrainBeyondWhatATableCanName() throws Exception {
    SequentialFile out = written(LIMIT_BYTES);
    StreamOutput file = new StreamOutput(out, new GrainLayout(1 << 20, 128), "x");

    StorageException refusal = assertThrows(StorageException.class, () -> file.add(oneGrain()));

    assertEquals(VmdkError.FILE_TOO_LARGE, refusal.code());
    assertEquals(LIMIT_BYTES, out.position());
  }

  private static GrainBatch oneGrain() {
    try (GrainBatch batch = new GrainBatch(TestContent.GRAIN, 1)) {
      batch.add(7, ByteBuffer.allocate(TestContent.GRAIN));
      return batch.compress();
    }
  }

  /** A file that has so many bytes, none of which was kept. */
  private static SequentialFile written(long bytes) throws Exception {
    SequentialFile out = SequentialFile.open(new Nowhere());
    byte[] step = new byte[STEP_BYTES];
    while (out.position() < bytes) {
      out.write(step, 0, (int) Math.min(STEP_BYTES, bytes - out.position()));
    }
    return out;
  }

  private record Nowhere() implements ImageTarget {
    @Override
    public String name() {
      return "nowhere";
    }

    @Override
    public OutputStream open() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public Optional<FileChannel> openChannel() {
      return Optional.empty();
    }

    @Override
    public ImageTarget sibling(String name) {
      throw new AssertionError(name);
    }
  }
}
