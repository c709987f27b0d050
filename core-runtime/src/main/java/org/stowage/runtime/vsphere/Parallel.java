package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.stowage.api.CancelledException;

/** Many requests that are each a wait for a server. */
final class Parallel {

  /** More would queue up in a vCenter's own limit of connections. */
  private static final int THREADS = 8;

  private Parallel() {}

  /** Does something with each element; throws the first failure after all have ended. */
  static <T> void forEach(Collection<T> all, Work<T> work) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, all.size()));
    List<Future<?>> running = new ArrayList<>();
    try {
      for (T one : all) {
        running.add(
            threads.submit(
                () -> {
                  work.on(one);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for a server");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** What is done with one element. */
  @FunctionalInterface
  interface Work<T> {
    void on(T one) throws IOException;
  }
}
