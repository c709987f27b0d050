package org.stowage.vmdk.raw;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.copy.CopyPipeline;
import org.stowage.vmdk.format.VmdkError;

/** A raw disk from a source that can only be streamed. */
record RawStreamImage(DiskFacts facts, ImageSource source, long bytes, StoredForm storedForm)
    implements DiskImage {

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    try (InputStream in = source.open();
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
        source.name(),
        "%d bytes are announced; %s".formatted(bytes, observed));
  }

  @Override
  public Optional<StoredForm> stored() {
    return Optional.of(storedForm);
  }

  @Override
  public void close() {
    // Nothing is open but while something is read.
  }
}
