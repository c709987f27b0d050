package org.stowage.vmdk.copy;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Threads of one copy; with a single one, the caller does the work itself. */
final class Workers implements Executor, AutoCloseable {

  private final @Nullable ExecutorService pool;

  Workers(int threads) {
    pool = threads == 1 ? null : Executors.newFixedThreadPool(threads, Workers::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "stowage-expand");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable work) {
    if (pool == null) {
      work.run();
    } else {
      pool.execute(work);
    }
  }

  /** Returns when no thread is at work any more; what had not been started never will be. */
  @Override
  public void close() {
    if (pool == null) {
      return;
    }
    pool.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
