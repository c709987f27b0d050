package org.stowage.runtime.plugin.fence;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one operation of one plugin has cost so far. Lives as long as the runtime, also when plugins
 * are loaded anew, and only ever grows, so that a host can hand it to its own metrics as a counter
 * and a timer.
 *
 * <p>Safe for use by several threads.
 */
public final class PluginCalls {

  private final String pluginId;
  private final String operation;
  private final LongAdder count = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);
  private final AtomicInteger running = new AtomicInteger();

  PluginCalls(String pluginId, String operation) {
    this.pluginId = pluginId;
    this.operation = operation;
  }

  public String pluginId() {
    return pluginId;
  }

  /** The method of the API, with its interface, e.g. {@code "DatastoreType.land"}. */
  public String operation() {
    return operation;
  }

  /** How many calls have ended. */
  public long count() {
    return count.sum();
  }

  /** How many of them ended with an exception, of whatever kind. */
  public long failures() {
    return failures.sum();
  }

  /** How many of those were against the contract: the plugin is broken. */
  public long faults() {
    return faults.sum();
  }

  /** How long all of them took, with what the runtime did on the plugin's behalf meanwhile. */
  public Duration totalTime() {
    return Duration.ofNanos(nanos.sum());
  }

  /** How long the longest took. */
  public Duration longestTime() {
    return Duration.ofNanos(longestNanos.get());
  }

  /** How many calls run now, those that were given up included. */
  public int running() {
    return running.get();
  }

  @Override
  public String toString() {
    return "%s %s: %d calls, %d failures, %d faults, %s"
        .formatted(pluginId, operation, count(), failures(), faults(), totalTime());
  }

  <T extends @Nullable Object> T timed(Callable<T> call) throws Exception {
    running.incrementAndGet();
    long began = System.nanoTime();
    try {
      return call.call();
    } finally {
      long took = System.nanoTime() - began;
      running.decrementAndGet();
      count.increment();
      nanos.add(took);
      longestNanos.accumulate(took);
    }
  }

  void failed() {
    failures.increment();
  }

  void faulted() {
    faults.increment();
  }
}
