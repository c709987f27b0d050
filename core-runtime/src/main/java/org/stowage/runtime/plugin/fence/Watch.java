package org.stowage.runtime.plugin.fence;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.stowage.runtime.plugin.fence.Call.Place;

/**
 * Keeps a plugin that hangs from hanging the runtime: calls that come from the host run on threads
 * of the watch, and are given up when the plugin gives no sign of life for too long.
 *
 * <p>Calls from within calls stay on their thread. A thread that was given up is left to the plugin
 * it is in, for Java cannot end it.
 */
final class Watch implements Closeable {

  private static final long IDLE_SECONDS = 5;

  private final Duration patience;
  private final ExecutorService threads;

  /**
   * @param patience how long a plugin may keep control without a sign of life; positive
   */
  Watch(Duration patience) {
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Caller::new,
            (late, closed) -> late.run());
  }

  /** A thread of a watch. */
  static final class Caller extends Thread {
    private Caller(Runnable work) {
      super(null, work, "stowage-plugin-call", 0, false);
      setDaemon(true);
    }
  }

  /** Whether a call would be the host's own, not one from within another. */
  static boolean isOutermost() {
    return Call.current() == null;
  }

  /**
   * Calls a plugin.
   *
   * @throws Exception what the task throws, or the fault that the plugin is silent
   */
  <T extends @Nullable Object> T call(Place place, Callable<T> task) throws Exception {
    Call within = Call.current();
    if (within == null) {
      return outermost(place, task);
    }
    return within.inPlugin(place, task);
  }

  private <T extends @Nullable Object> T outermost(Place place, Callable<T> task) throws Exception {
    Outermost<T> call = new Outermost<>(place, task);
    threads.execute(call);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.result.get(call.patienceLeft().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          call.throwIfSilent();
        } catch (InterruptedException e) {
          interrupted = true;
          call.interrupt();
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets idle threads go; calls that come later run on their callers' threads. Idempotent. */
  @Override
  public void close() {
    threads.shutdown();
  }

  private final class Outermost<T extends @Nullable Object> implements Runnable {

    private final Place place;
    private final Callable<T> task;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Call begun;

    Outermost(Place place, Callable<T> task) {
      this.place = place;
      this.task = task;
    }

    @Override
    public void run() {
      Call call = Call.begin(place);
      begun = call;
      try {
        T value = task.call();
        if (!call.end() && value instanceof Closeable late) {
          late.close();
        }
        result.complete(value);
      } catch (Throwable e) {
        call.end();
        result.completeExceptionally(e);
      }
    }

    Duration patienceLeft() {
      Call call = begun;
      return call == null ? patience : call.patienceLeft(patience);
    }

    void throwIfSilent() throws IOException {
      Call call = begun;
      if (call != null && call.patienceLeft(patience).compareTo(Duration.ZERO) <= 0) {
        IOException silent = call.giveUp(patience);
        if (silent != null) {
          throw silent;
        }
      }
    }

    void interrupt() {
      Call call = begun;
      if (call != null) {
        call.interrupt();
      }
    }
  }
}
