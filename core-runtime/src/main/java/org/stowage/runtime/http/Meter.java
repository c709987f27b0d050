package org.stowage.runtime.http;

import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.Transfer;

/**
 * Counts the bytes that readers are given.
 *
 * @param totalBytes what the count is told to be on its way to; negative when nobody knows
 */
record Meter(LongAdder bytesRead, long totalBytes, Transfer transfer) {

  void count(int bytes) {
    if (bytes > 0) {
      bytesRead.add(bytes);
      // what is read twice, such as the head, counts twice
      long done = bytesRead.sum();
      transfer.progress(totalBytes < 0 ? done : Math.min(done, totalBytes), totalBytes);
    }
  }
}
