package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.stowage.api.disk.DiskSink;

/** Describes a disk too large for memory whose extents are filled with one byte each. */
final class SparseSink implements DiskSink {

  private final StringBuilder summary = new StringBuilder();
  private long start;
  private long end = -1;
  private byte fill;

  @Override
  public void write(long offsetBytes, ByteBuffer data) {
    byte first = data.get(data.position());
    if (offsetBytes != end || first != fill) {
      flush();
      start = offsetBytes;
      fill = first;
    }
    end = offsetBytes + data.remaining();
    while (data.hasRemaining()) {
      assertEquals(fill, data.get());
    }
  }

  /** Each extent as offset, length and content. */
  String summary() {
    flush();
    return summary.toString();
  }

  private void flush() {
    if (end >= 0) {
      summary.append("%d+%d=%d ".formatted(start, end - start, fill));
    }
    end = -1;
  }

  @Override
  public void finish() {
    // Nothing to do.
  }

  @Override
  public void close() {
    // Nothing to do.
  }
}
