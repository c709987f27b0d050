package org.stowage.runtime.plugin.fence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The threads that a plugin made: those that have its class loader as their context, which threads
 * inherit from the one that makes them.
 */
final class PluginThreads {

  /** How long those that were asked to end may take, all together. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * What the JDK makes on a plugin's thread without being asked. Its HTTP client cannot be closed
   * before Java 21, and ends its threads when it is collected.
   */
  private static final List<String> OF_JDK =
      List.of("HttpClient-", "CompletableFutureDelayScheduler", "process reaper");

  private final ClassLoader loader;
  private final Map<Thread, String> makers = new WeakHashMap<>();

  PluginThreads(ClassLoader loader) {
    this.loader = loader;
  }

  /** Remembers which operation new threads came with. */
  synchronized void noteAfter(String operation) {
    for (Thread thread : alive()) {
      makers.putIfAbsent(thread, operation);
    }
  }

  /**
   * Interrupts those that are still there.
   *
   * @return the ones that stayed in spite of that, in words; empty when all is well
   */
  List<String> endAll() {
    List<Thread> left = alive();
    left.forEach(Thread::interrupt);
    long end = System.nanoTime() + GRACE.toNanos();
    List<String> stayed = new ArrayList<>();
    for (Thread thread : left) {
      if (!ended(thread, end)) {
        stayed.add("'" + thread.getName() + "', made in " + maker(thread));
      }
    }
    return stayed;
  }

  private static boolean ended(Thread thread, long end) {
    try {
      // Nobody may wait for ever, and zero would mean that.
      thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
      return !thread.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized String maker(Thread thread) {
    return makers.getOrDefault(thread, "its start");
  }

  private List<Thread> alive() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] found = new Thread[root.activeCount() + 64];
    int count = root.enumerate(found);
    return Arrays.stream(found, 0, count)
        .filter(thread -> thread.getContextClassLoader() == loader)
        .filter(thread -> !(thread instanceof Watch.Caller) && !isOfJdk(thread))
        .toList();
  }

  private static boolean isOfJdk(Thread thread) {
    return OF_JDK.stream().anyMatch(thread.getName()::startsWith);
  }
}
