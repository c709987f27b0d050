package org.stowage.vmdk.raw;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.copy.CopyPipeline;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.image.StartedStream;
import org.stowage.vmdk.image.StoredFile;

/**
 * A raw disk from a source that can only be streamed.
 *
 * @param bytes exactly how many there must be
 */
record RawStreamImage(DiskFacts facts, StartedStream stream, long bytes) implements DiskImage {

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    try (InputStream in = stream.open();
        CopyPipeline pipeline = new CopyPipeline(sink, transfer, facts.capacityBytes())) {
      byte[] buffer = new byte[pipeline.plainBytes()];
      long done = 0;
      while (done < bytes) {
        int length = (int) Math.min(pipeline.plainBytes(), bytes - done);
        int read = in.readNBytes(buffer, 0, length);
        pipeline.plain(done, length).put(buffer, 0, read);
        done += read;
        if (read < length) {
          throw wrongLength("it ends at byte " + done);
        }
      }
      if (in.read() >= 0) {
        throw wrongLength("it has more");
      }
      pipeline.finish();
    }
  }

  private IOException wrongLength(String observed) {
    return VmdkError.damaged(
        VmdkError.TRUNCATED,
        facts.fileName(),
        "%d bytes are announced; %s".formatted(bytes, observed));
  }

  @Override
  public Optional<StoredForm> stored() {
    return Optional.of(
        new StoredFile(
            facts.format(), facts.fileName(), stream, bytes, StoredFile.StructureCheck.NONE));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
