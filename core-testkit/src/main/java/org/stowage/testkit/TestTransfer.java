package org.stowage.testkit;

import java.util.concurrent.atomic.AtomicLong;
import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;

/** A transfer that records its progress and can be told to stop. */
public final class TestTransfer implements Transfer {

  private final int threads;
  private final AtomicLong doneBytes = new AtomicLong();
  private final AtomicLong checksLeft = new AtomicLong(Long.MAX_VALUE);

  /**
   * @param threads at least 1
   */
  public TestTransfer(int threads) {
    this.threads = threads;
  }

  /** Lets this many more checks pass before the operation is told to stop. */
  public TestTransfer cancelAfter(long checks) {
    checksLeft.set(checks);
    return this;
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void checkCancelled() throws CancelledException {
    if (checksLeft.getAndDecrement() <= 0) {
      throw new CancelledException("the test");
    }
  }

  @Override
  public void progress(long doneBytes, long totalBytes) {
    if (totalBytes >= 0 && doneBytes > totalBytes) {
      throw new AssertionError("done are %d of %d bytes".formatted(doneBytes, totalBytes));
    }
    this.doneBytes.accumulateAndGet(doneBytes, Math::max);
  }

  /** The furthest that was ever reported. */
  public long doneBytes() {
    return doneBytes.get();
  }
}
