package org.stowage.cli;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.stowage.cli.output.Console;
import org.stowage.runtime.Operation;

/**
 * Turns the signals that end a process (SIGINT, SIGTERM, SIGHUP) into a cancelled operation, and
 * keeps the JVM alive until that has cleaned up and the command has reported it.
 */
final class Interruption implements Closeable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Console console;
  private final CountDownLatch reported = new CountDownLatch(1);
  private volatile Operation operation = Operation.unwatched("nothing");

  Interruption(Console console) {
    this.console = console;
  }

  /** Names the operation that a signal is to cancel; to be called once. */
  void watch(Operation started) {
    operation = started;
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::cancel, "interruption"));
    } catch (IllegalStateException e) {
      // The signal was there first.
      started.cancel();
    }
  }

  private void cancel() {
    if (reported.getCount() == 0) {
      return;
    }
    operation.cancel();
    console.note("interrupted; removing what is half-done, for at most 30 s");
    try {
      if (!reported.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        console.note("still not done after 30 s; the next deployment removes what is left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the command has said everything. */
  @Override
  public void close() {
    reported.countDown();
  }
}
