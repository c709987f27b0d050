package org.stowage.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.stowage.api.StorageException;
import org.stowage.runtime.plugin.PluginReport;
import org.stowage.runtime.plugin.fence.PluginCalls;

/**
 * A runtime for hosts that run for long: gives futures of what it does, and takes in the plugins
 * anew without a pause.
 *
 * <pre>{@code
 * Stowage.Builder runtime = Stowage.builder().home(home).plugins(plugins);
 * try (StowageService service = StowageService.start(runtime)) {
 *   Operation operation =
 *       new Operation("deploying web-1", 2, (done, total) -> System.out.println(done));
 *   CompletableFuture<Deployment> web =
 *       service.submit(
 *           operation,
 *           stowage -> stowage.deploy(DeployRequest.of("ubuntu.ova", "web-1"), operation));
 *   service.reload(); // what runs goes on with the plugins it began with
 *   System.out.println(web.get().instance().diskPath());
 * } // waits for what runs
 * }</pre>
 *
 * <p>Each {@link Stowage} is one generation: the plugins that were in the folder when it was made.
 * Objects that work got from one, such as open disks, belong to that work and are closed in it.
 *
 * <p>Safe for use by several threads.
 */
public final class StowageService implements Closeable {

  private final Stowage.Builder builder;
  private final Executor executor;

  /** Those that have not closed yet: the current one, and older ones that are at work. */
  private final Set<Generation> open = ConcurrentHashMap.newKeySet();

  private volatile Generation current;

  private StowageService(Stowage.Builder builder, Executor executor) throws IOException {
    this.builder = builder;
    this.executor = executor;
    this.current = begin();
  }

  private Generation begin() throws IOException {
    Generation made = new Generation(builder.build(), open::remove);
    open.add(made);
    return made;
  }

  /** Something to do with a runtime. */
  @FunctionalInterface
  public interface Work<T> {
    T with(Stowage stowage) throws IOException;
  }

  /**
   * Starts a service that makes a thread for each piece of work that is submitted.
   *
   * @param builder not changed any more; with {@link Stowage.Builder#plugins(java.nio.file.Path) a
   *     folder of plugins}, which is looked at again at each reload
   */
  public static StowageService start(Stowage.Builder builder) throws IOException {
    return start(builder, StowageService::startThread);
  }

  /**
   * Starts a service.
   *
   * @param executor runs submitted work; remains the host's to close
   */
  public static StowageService start(Stowage.Builder builder, Executor executor)
      throws IOException {
    return new StowageService(builder, executor);
  }

  private static void startThread(Runnable work) {
    Thread thread = new Thread(work, "stowage");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Does something on the caller's thread.
   *
   * @throws IllegalStateException once the service is closed
   */
  public <T> T call(Work<T> work) throws IOException {
    Generation generation = enter();
    try {
      return work.with(generation.stowage());
    } finally {
      generation.leave();
    }
  }

  /**
   * Does something on a thread of the executor.
   *
   * @param operation what the work hands on to the runtime; cancelled when the future is. The work
   *     then ends in its own time, cleaning up, and {@link #close} waits for it. To know when it
   *     has, cancel the operation instead: the future then ends when the work does
   * @return completes exceptionally with what the work throws
   * @throws IllegalStateException once the service is closed
   */
  public <T> CompletableFuture<T> submit(Operation operation, Work<T> work) {
    Generation generation = enter();
    CompletableFuture<T> result = new CompletableFuture<>();
    result.whenComplete(
        (value, failure) -> {
          if (failure instanceof CancellationException) {
            operation.cancel();
          }
        });
    try {
      executor.execute(() -> complete(result, generation, work));
    } catch (RuntimeException e) {
      generation.leave();
      throw e;
    }
    return result;
  }

  private static <T> void complete(
      CompletableFuture<T> result, Generation generation, Work<T> work) {
    try {
      result.complete(work.with(generation.stowage()));
    } catch (Throwable e) {
      result.completeExceptionally(e);
    } finally {
      generation.leave();
    }
  }

  private Generation enter() {
    while (true) {
      Generation generation = current;
      if (generation.enter()) {
        return generation;
      }
      if (generation == current) {
        throw new IllegalStateException("the service is closed");
      }
    }
  }

  /**
   * Loads the plugins anew: work that begins from now on gets what is in the folder now, work that
   * runs goes on with what it began with, whose plugins are stopped and unloaded when the last of
   * it ends.
   *
   * @return what became of each plugin jar
   * @throws StorageException when no new generation can be made; everything goes on as it was
   * @throws IllegalStateException once the service is closed
   */
  public synchronized List<PluginReport> reload() throws IOException {
    Generation old = current;
    Generation made = begin();
    if (!old.enter()) {
      made.retire();
      throw new IllegalStateException("the service is closed");
    }
    current = made;
    old.retire();
    old.leave();
    return made.stowage().plugins();
  }

  /** What calls into plugins have cost since the start, over all generations. */
  public List<PluginCalls> pluginCalls() {
    return builder.meters().all();
  }

  /**
   * Takes no more work, waits for what runs, also with plugins that were replaced, and unloads the
   * plugins. Idempotent.
   *
   * @throws IOException when a plugin did not end as it should
   */
  @Override
  public synchronized void close() throws IOException {
    List<Generation> ending = List.copyOf(open);
    current.retire();
    IOException failure = null;
    try {
      for (Generation each : ending) {
        try {
          each.awaitClosed();
        } catch (IOException e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
