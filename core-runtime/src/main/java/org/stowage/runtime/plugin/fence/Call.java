package org.stowage.runtime.plugin.fence;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * One call of the runtime into a plugin, with all that is called from within it, on whatever
 * threads: where it is, and when it last gave a sign of life.
 *
 * <p>Crossing the border between runtime and plugin is a sign, in either direction, and as long as
 * the runtime works for the plugin nothing is expected of it. Keeps no object of a plugin alive,
 * since threads that are made during a call, and may outlive it, know it.
 */
final class Call {

  private static final InheritableThreadLocal<Call> CURRENT = new InheritableThreadLocal<>();

  /** Where the runtime's own code is in control. */
  private static final Place RUNTIME = new Place("", "");

  /** Where a thread is that was made during the call, when it is not in the runtime. */
  private static final Place HELPER = new Place("", "");

  private enum Fate {
    RUNNING,
    DONE,
    GIVEN_UP
  }

  /** An operation of a plugin. */
  record Place(String pluginId, String operation) {}

  private final Thread thread = Thread.currentThread();
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.RUNNING);
  private final AtomicInteger helpersInRuntime = new AtomicInteger();
  private volatile Place place;
  private volatile long lastSignNanos = System.nanoTime();

  private Call(Place place) {
    this.place = place;
  }

  /** The call on behalf of which this thread works; null when it is the host's own. */
  static @Nullable Call current() {
    return CURRENT.get();
  }

  /** Begins a call on this thread, which ends it with {@link #end}. */
  static Call begin(Place place) {
    Call call = new Call(place);
    CURRENT.set(call);
    return call;
  }

  /**
   * Ends the call.
   *
   * @return whether somebody still waits for its result
   */
  boolean end() {
    CURRENT.remove();
    return fate.compareAndSet(Fate.RUNNING, Fate.DONE);
  }

  /** Does something in a plugin, from within this call. */
  <T extends @Nullable Object> T inPlugin(Place plugin, Callable<T> task) throws Exception {
    Place before = move(plugin);
    try {
      return task.call();
    } finally {
      move(before);
    }
  }

  /**
   * Does something in the runtime, for whatever call this thread works.
   *
   * @throws StorageException before it, or in place of its result, when nobody waits for the call
   *     any more: a plugin that wakes up late must not change what others have taken over
   */
  static <T extends @Nullable Object> T inRuntime(Callable<T> task) throws Exception {
    Call call = CURRENT.get();
    ClassLoader context = PluginGuard.enter(Call.class.getClassLoader());
    Place before = call == null ? RUNTIME : call.move(RUNTIME);
    try {
      if (call == null) {
        return task.call();
      }
      call.throwIfGivenUp(before);
      T result = task.call();
      call.throwIfGivenUp(before);
      return result;
    } finally {
      if (call != null) {
        call.move(before);
      }
      PluginGuard.enter(context);
    }
  }

  private Place move(Place to) {
    lastSignNanos = System.nanoTime();
    if (Thread.currentThread() == thread) {
      Place before = place;
      place = to;
      return before;
    }
    if (to == RUNTIME) {
      helpersInRuntime.incrementAndGet();
      return HELPER;
    }
    helpersInRuntime.decrementAndGet();
    return RUNTIME;
  }

  /**
   * How much longer the plugin may be silent; not positive when it has been for too long. All of
   * the patience while the runtime works for it.
   */
  Duration patienceLeft(Duration patience) {
    if (place == RUNTIME || helpersInRuntime.get() > 0) {
      return patience;
    }
    return patience.minusNanos(System.nanoTime() - lastSignNanos);
  }

  /**
   * Waits for the call no more: interrupts it, and keeps it from reaching the runtime from now on.
   *
   * @return the failure; null when the call has ended after all
   */
  @Nullable StorageException giveUp(Duration patience) {
    StackTraceElement[] at = thread.getStackTrace();
    Place silent = place;
    if (!fate.compareAndSet(Fate.RUNNING, Fate.GIVEN_UP)) {
      return null;
    }
    thread.interrupt();
    Throwable where = new Throwable("the plugin's thread " + thread.getName() + " was here");
    where.setStackTrace(at);
    return new StorageException(
        CommonError.PLUGIN_FAULT,
        "the plugin %s gave no sign of life in %s for %s"
            .formatted(silent.pluginId(), silent.operation(), words(patience)),
        "Report this to the plugin's provider, or remove the plugin from the plugins folder.",
        where);
  }

  /** Passes on that the host's thread was interrupted. */
  void interrupt() {
    thread.interrupt();
  }

  private static String words(Duration patience) {
    return patience.toSeconds() > 0 ? patience.toSeconds() + " s" : patience.toMillis() + " ms";
  }

  private void throwIfGivenUp(Place at) throws StorageException {
    if (fate.get() == Fate.GIVEN_UP) {
      throw new StorageException(
          CommonError.PLUGIN_FAULT,
          "the plugin %s went on after it was given up in %s"
              .formatted(at.pluginId(), at.operation()),
          "Report this to the plugin's provider.");
    }
  }
}
