package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.runtime.target.Target;

/** A claim that is kept by signs of life. */
final class HeldClaim implements Target.Claim {

  private static final Logger LOG = LoggerFactory.getLogger(HeldClaim.class);

  private final Vim.Action release;
  private final ScheduledExecutorService beats;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HeldClaim(Vim.Action release, ScheduledExecutorService beats) {
    this.release = release;
    this.beats = beats;
  }

  /** Gives the first sign, and one after each interval from then on. */
  static HeldClaim begin(Vim.Action sign, Vim.Action release, Duration interval)
      throws IOException {
    ScheduledExecutorService beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "stowage-claim");
              thread.setDaemon(true);
              return thread;
            });
    HeldClaim claim = new HeldClaim(release, beats);
    try {
      sign.run();
    } catch (IOException | RuntimeException e) {
      try {
        claim.close();
      } catch (IOException atClose) {
        e.addSuppressed(atClose);
      }
      throw e;
    }
    long millis = interval.toMillis();
    beats.scheduleWithFixedDelay(() -> beat(sign), millis, millis, TimeUnit.MILLISECONDS);
    return claim;
  }

  private static void beat(Vim.Action sign) {
    try {
      sign.run();
    } catch (IOException | RuntimeException e) {
      LOG.info("a claim could not be signed, at the next turn it will be", e);
    }
  }

  /** Gives the claim up, after the sign that may be under way. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    beats.shutdown();
    try {
      beats.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    release.run();
  }
}
