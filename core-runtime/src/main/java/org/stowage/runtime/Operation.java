package org.stowage.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;

/**
 * One long-running operation, as its owner sees it: made with a name, watched through a listener,
 * and cancelled from any thread.
 */
public final class Operation implements Transfer {

  private final String what;
  private final int threads;
  private final Listener listener;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /**
   * @param what names the operation in the error after a cancellation, e.g. {@code "deploying
   *     web-1"}
   * @param threads how many threads it may keep busy; at least 1
   */
  public Operation(String what, int threads, Listener listener) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    this.what = what;
    this.threads = threads;
    this.listener = listener;
  }

  /** An operation on all cores that nobody watches. */
  public static Operation unwatched(String what) {
    return new Operation(what, Runtime.getRuntime().availableProcessors(), (done, total) -> {});
  }

  /**
   * Asks the operation to stop; it ends with a {@link CancelledException} once it has cleaned up.
   */
  public void cancel() {
    cancelled.set(true);
  }

  public boolean isCancelled() {
    return cancelled.get();
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void checkCancelled() throws CancelledException {
    if (cancelled.get()) {
      throw new CancelledException(what);
    }
  }

  @Override
  public void progress(long doneBytes, long totalBytes) {
    listener.progressed(doneBytes, totalBytes);
  }

  /** Hears how far an operation is; called from any thread, must return at once. */
  @FunctionalInterface
  public interface Listener {

    /**
     * @param totalBytes negative when nobody knows it
     */
    void progressed(long doneBytes, long totalBytes);
  }
}
