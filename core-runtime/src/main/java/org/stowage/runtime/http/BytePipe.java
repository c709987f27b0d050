package org.stowage.runtime.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;

/**
 * A bounded pipe between two threads. Either side may end it: the writer with or without a failure,
 * which the reader meets after the last byte; the reader at any time, which the writer meets at its
 * next write. Nobody waits without asking the transfer, several times a second, whether to go on.
 */
public final class BytePipe {

  private static final long WAIT_MILLIS = 200;

  private final byte[] ring;
  private final Transfer transfer;
  private final Duration longestWait;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long written;
  private long read;
  private boolean ended;
  private boolean abandoned;
  private @Nullable Throwable failure;

  /** One whose writer waits for room as long as it takes. */
  public BytePipe(int capacityBytes, Transfer transfer) {
    this(capacityBytes, transfer, Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * @param longestWait of the writer, for any room; a reader that takes longer has gone
   */
  public BytePipe(int capacityBytes, Transfer transfer, Duration longestWait) {
    this.ring = new byte[capacityBytes];
    this.transfer = transfer;
    this.longestWait = longestWait;
  }

  /** Writes all bytes, waiting for room. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    long moved = System.nanoTime();
    while (done < length) {
      lock.lock();
      try {
        if (abandoned) {
          throw new IOException("the reader of this stream has closed it");
        }
        int start = (int) (written % ring.length);
        int room = (int) (ring.length - (written - read));
        int count = Math.min(length - done, Math.min(room, ring.length - start));
        if (count == 0) {
          if (System.nanoTime() - moved > longestWait.toNanos()) {
            throw new NoAnswerException(longestWait);
          }
          await();
        } else {
          moved = System.nanoTime();
          System.arraycopy(bytes, offset + done, ring, start, count);
          written += count;
          done += count;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Reads at least one byte unless asked for none; -1 after the last. */
  public int read(byte[] into, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (written == read && !ended && length > 0) {
        await();
      }
      if (written == read && length > 0) {
        rethrowFailure();
        return -1;
      }
      int start = (int) (read % ring.length);
      int count = (int) Math.min(Math.min(length, written - read), ring.length - start);
      System.arraycopy(ring, start, into, offset, count);
      read += count;
      changed.signalAll();
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** The writer's last word. */
  public void end(@Nullable Throwable how) {
    lock.lock();
    try {
      ended = true;
      failure = how;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The reader's last word. */
  public void abandon() {
    lock.lock();
    try {
      abandoned = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isAbandoned() {
    lock.lock();
    try {
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  private void await() throws IOException {
    transfer.checkCancelled();
    try {
      boolean signalled = changed.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      if (!signalled) {
        transfer.checkCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("the transfer");
    }
  }

  private void rethrowFailure() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
