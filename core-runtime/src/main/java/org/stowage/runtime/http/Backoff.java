package org.stowage.runtime.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.stowage.api.CancelledException;

/**
 * How often a call is tried again, and how long each pause before that takes: doubled each time,
 * with chance in it, lest all that met a failure at once come back at once.
 *
 * @param retries after the first try; 0 or more
 * @param first before the first retry, at most
 * @param longest before any, at most
 */
public record Backoff(int retries, Duration first, Duration longest) {

  private static final Duration LOOK_AROUND = Duration.ofMillis(200);

  /**
   * Half a second at first, and never more than ten.
   *
   * @param retries after the first try; 0 or more
   */
  public static Backoff usual(int retries) {
    return new Backoff(retries, Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  /**
   * Waits before a retry.
   *
   * @param failures how many tries there were
   */
  public void pause(int failures, Cancellation cancellation) throws CancelledException {
    long mostMillis = first.toMillis() << Math.min(failures - 1, 20);
    mostMillis = Math.min(mostMillis, longest.toMillis());
    pause(
        Duration.ofMillis(ThreadLocalRandom.current().nextLong(mostMillis / 2, mostMillis + 1)),
        cancellation);
  }

  /** Waits, and looks meanwhile whether to stop. */
  public static void pause(Duration duration, Cancellation cancellation) throws CancelledException {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      cancellation.check();
      try {
        Thread.sleep(Duration.ofNanos(Math.min(left, LOOK_AROUND.toNanos())).toMillis() + 1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("waiting for the server");
      }
    }
    cancellation.check();
  }
}
