package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.stowage.vmdk.work.Zeros;

/** What of some content is not zero. */
final class Stretches {

  /** What file systems allocate, on the whole: smaller holes would save nothing. */
  private static final int BLOCK_BYTES = 4096;

  private Stretches() {}

  /** Receives content in ascending order. */
  interface Receiver {
    void accept(long offsetBytes, ByteBuffer content) throws IOException;
  }

  /** Passes on what lies between blocks of zeros; the buffer's position stays. */
  static void ofContent(long offsetBytes, ByteBuffer data, Receiver receiver) throws IOException {
    int start = 0;
    int end = 0;
    while (end < data.limit()) {
      int untilBoundary = BLOCK_BYTES - (int) ((offsetBytes + end) % BLOCK_BYTES);
      int block = Math.min(data.limit() - end, untilBoundary);
      if (Zeros.fill(data, end, block)) {
        receiver.accept(offsetBytes + start, data.slice(start, end - start));
        start = end + block;
      }
      end += block;
    }
    receiver.accept(offsetBytes + start, data.slice(start, end - start));
  }
}
