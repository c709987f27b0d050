package org.stowage.runtime.vsphere.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time until which something must be done. Begins to run when it is made. */
final class Deadline {

  private final Duration patience;
  private final long endNanos;

  Deadline(Duration patience) {
    this.patience = patience;
    this.endNanos = System.nanoTime() + patience.toNanos();
  }

  Duration patience() {
    return patience;
  }

  /** Zero or less when it is over. */
  long leftNanos() {
    return endNanos - System.nanoTime();
  }

  boolean isOver() {
    return leftNanos() <= 0;
  }

  /** Reads a stream; closes it when the time is over, which wakes whoever reads it. */
  <T extends @Nullable Object> T bound(InputStream stream, Reading<T> reading)
      throws IOException, FailedTry {
    CompletableFuture<Boolean> alarm = new CompletableFuture<>();
    alarm.thenAccept(
        over -> {
          if (over) {
            close(stream);
          }
        });
    alarm.completeOnTimeout(true, Math.max(leftNanos(), 0), TimeUnit.NANOSECONDS);
    try {
      return reading.read();
    } finally {
      alarm.complete(false);
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // Whoever reads it finds out.
    }
  }

  @FunctionalInterface
  interface Reading<T extends @Nullable Object> {
    T read() throws IOException, FailedTry;
  }
}
