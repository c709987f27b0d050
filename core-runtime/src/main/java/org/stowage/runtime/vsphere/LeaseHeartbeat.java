package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a lease alive: tells the server every few seconds how far the transfer is. A call that
 * fails is made again at the next turn, because one lost answer is no reason to lose the lease.
 */
final class LeaseHeartbeat implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseHeartbeat.class);

  /** Turns within the time after which a server gives a silent lease up. */
  private static final int TURNS_PER_TIMEOUT = 6;

  private static final int MOST_SECONDS = 30;

  private final ScheduledExecutorService turns;
  private volatile int percent;

  private LeaseHeartbeat(ScheduledExecutorService turns) {
    this.turns = turns;
  }

  /**
   * @param timeoutSeconds after which the server gives the lease up
   */
  static LeaseHeartbeat start(Vim vim, ManagedObjectReference lease, int timeoutSeconds) {
    ScheduledExecutorService turns =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "stowage-lease");
              thread.setDaemon(true);
              return thread;
            });
    LeaseHeartbeat heartbeat = new LeaseHeartbeat(turns);
    long millis = Math.max(100, Math.min(MOST_SECONDS, timeoutSeconds) * 1000L / TURNS_PER_TIMEOUT);
    turns.scheduleWithFixedDelay(
        () -> heartbeat.tell(vim, lease), millis, millis, TimeUnit.MILLISECONDS);
    return heartbeat;
  }

  void percent(int known) {
    percent = known;
  }

  private void tell(Vim vim, ManagedObjectReference lease) {
    try {
      vim.call(
          "keep the lease alive",
          stub -> {
            stub.httpNfcLeaseProgress(lease, percent);
            return true;
          });
    } catch (Exception e) {
      LOG.info("the lease could not be told of {} %, at the next turn it will be", percent, e);
    }
  }

  /** Ends the turns and waits for the one that is running. Idempotent. */
  @Override
  public void close() {
    turns.shutdownNow();
    try {
      turns.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
