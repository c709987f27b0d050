package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.stowage.api.disk.DiskSink;

/** Counts the content that passes on its way to a new disk. */
final class PopulatedSink implements DiskSink {

  private final DiskSink sink;
  private long populatedBytes;

  PopulatedSink(DiskSink sink) {
    this.sink = sink;
  }

  long populatedBytes() {
    return populatedBytes;
  }

  @Override
  public void write(long offsetBytes, ByteBuffer data) throws IOException {
    populatedBytes += data.remaining();
    sink.write(offsetBytes, data);
  }

  @Override
  public void finish() throws IOException {
    sink.finish();
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
