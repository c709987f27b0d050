package org.stowage.cli.output;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.stowage.runtime.Operation;

/** Hears of progress from any thread, and shows it at its own pace from a thread of its own. */
public final class ProgressDisplay implements Operation.Listener, Closeable {

  private final String what;
  private final Duration interval;
  private final Consumer<Progress> shown;
  private final long startNanos = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::showUntilClosed, "progress");
  private volatile long doneBytes = -1;
  private volatile long totalBytes = -1;

  /**
   * @param interval from one showing to the next
   */
  ProgressDisplay(String what, Duration interval, Consumer<Progress> shown) {
    this.what = what;
    this.interval = interval;
    this.shown = shown;
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void progressed(long done, long total) {
    totalBytes = total;
    doneBytes = done;
  }

  /** Ends the display: nothing is shown after this has returned. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void showUntilClosed() {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        if (doneBytes >= 0) {
          Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
          shown.accept(new Progress(what, doneBytes, totalBytes, elapsed));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
