package org.stowage.vmdk.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Has a file's content go to its disk while more of it is written, on a thread of its own: else the
 * disk would idle until the end, and all would wait for it there. For use by one thread.
 *
 * <p>The operating system tells an error only once, so one on the way must not be lost: {@link
 * #finish()} throws it, if {@link #wrote} has not done so before.
 */
final class EarlyFlush implements Closeable {

  /** Often enough to keep a disk busy; a disk takes some tenths of a second for it. */
  static final long EVERY_BYTES = 32L << 20;

  private final Callable<?> flush;
  private long writtenBytes;
  private @Nullable FutureTask<?> running;

  /**
   * @param flush makes durable what has been written
   */
  EarlyFlush(Callable<?> flush) {
    this.flush = flush;
  }

  /** Flushes a file's content, before it is to be closed. */
  static EarlyFlush of(FileChannel file) {
    return new EarlyFlush(
        () -> {
          file.force(false);
          return null;
        });
  }

  /** Flushes when enough has been written since, and the last flush is over. */
  void wrote(long bytes) throws IOException {
    writtenBytes += bytes;
    if (writtenBytes >= EVERY_BYTES && (running == null || running.isDone())) {
      finish();
      writtenBytes = 0;
      running = new FutureTask<>(flush);
      Thread thread = new Thread(running, "stowage-disk-flush");
      // A caller that dies without closing must not keep the process alive.
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Waits until nothing is being flushed; what was written last may not have been.
   *
   * @throws IOException what a flush threw
   */
  void finish() throws IOException {
    if (running == null) {
      return;
    }
    try {
      await(running);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new StorageException(
          CommonError.INTERNAL_FAULT,
          "writing a disk failed: " + e.getCause(),
          "This is a fault of Stowage; please report it.",
          e.getCause());
    }
  }

  /** A flush ends by itself, and nothing can end it before: an interrupt is left for later. */
  private static void await(FutureTask<?> task) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until nothing is being flushed, whether it fails or not. Idempotent. */
  @Override
  public void close() {
    if (running != null) {
      try {
        await(running);
      } catch (ExecutionException e) {
        // Whoever wants the file to be whole has called finish().
      }
    }
  }
}
