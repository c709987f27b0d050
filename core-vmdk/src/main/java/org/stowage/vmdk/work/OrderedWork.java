package org.stowage.vmdk.work;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Work done on several threads, whose results come back in the order in which it was given.
 *
 * <p>The thread that waits for a result works meanwhile: on a busy machine a thread that sleeps is
 * woken late, and those that wait for it in turn have nothing to do.
 *
 * <p>For use by one thread. Nothing is bounded here: whoever gives the work takes results before it
 * gives more than it wants in memory.
 *
 * @param <T> what a piece of work results in
 */
public final class OrderedWork<T> implements Closeable {

  private final String what;
  private final @Nullable ExecutorService workers;
  private final Queue<FutureTask<T>> pending = new ArrayDeque<>();

  /**
   * @param what is done, for messages: {@code "compressing disk.vmdk"}
   * @param threads at least 1; the caller's own is one of them
   */
  public OrderedWork(String what, int threads) {
    this.what = what;
    this.workers =
        threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, OrderedWork::worker);
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "stowage-disk-worker");
    // A caller that dies without closing must not keep the process alive.
    thread.setDaemon(true);
    return thread;
  }

  /** Gives work, to be done by any thread. */
  public void submit(Callable<T> piece) {
    FutureTask<T> task = new FutureTask<>(piece);
    pending.add(task);
    if (workers != null) {
      workers.execute(task);
    }
  }

  /** Whether every result has been taken. */
  public boolean isEmpty() {
    return pending.isEmpty();
  }

  /**
   * Takes the result of the oldest work, waiting until it is done; there must be one.
   *
   * @throws IOException what the work threw
   * @throws CancelledException when the thread is or was interrupted; it stays interrupted
   */
  public T next() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException(what);
    }
    FutureTask<T> oldest = pending.remove();
    workUntil(oldest);
    try {
      return oldest.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(what);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new StorageException(
          CommonError.INTERNAL_FAULT,
          what + " failed: " + e.getCause(),
          "This is a fault of Stowage; please report it.",
          e.getCause());
    }
  }

  /** Does what no other thread has begun, oldest first; to run a task that has is to do nothing. */
  private void workUntil(FutureTask<T> wanted) {
    wanted.run();
    for (FutureTask<T> task : pending) {
      if (wanted.isDone()) {
        return;
      }
      task.run();
    }
  }

  /** Drops what is not begun, and returns when no thread works any more. Idempotent. */
  @Override
  public void close() {
    pending.clear();
    if (workers == null) {
      return;
    }
    workers.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
