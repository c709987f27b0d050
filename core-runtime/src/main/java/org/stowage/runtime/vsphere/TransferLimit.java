package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.http.ConnectionTrouble;
import org.stowage.runtime.vsphere.wire.ConnectionFailure;

/**
 * How long one image may be on its way: until somebody cancels it, or it takes too long. Whoever
 * waits for a server looks here several times a second, because a blocked read or write would
 * notice neither. Begins to run when it is made.
 */
final class TransferLimit {

  static final Duration LOOK_AROUND = Duration.ofMillis(200);

  private final String what;
  private final Duration timeout;
  private final Transfer transfer;
  private final long endNanos;

  /**
   * @param what is attempted, on which object
   */
  TransferLimit(String what, Duration timeout, Transfer transfer) {
    this.what = what;
    this.timeout = timeout;
    this.transfer = transfer;
    this.endNanos = System.nanoTime() + timeout.toNanos();
  }

  String what() {
    return what;
  }

  /**
   * Returns when the transfer may go on.
   *
   * @throws StorageException {@code transfer} when it has taken too long; {@code interrupted}
   */
  void check() throws StorageException {
    transfer.checkCancelled();
    if (System.nanoTime() - endNanos > 0) {
      throw new StorageException(
          CommonError.TRANSFER,
          "%s: it did not end within %d s".formatted(what, timeout.toSeconds()),
          "Set image_transfer_timeout_secs higher, or look what slows the network down.");
    }
  }

  /** Waits for what a server at an address answers. */
  <T> T await(CompletableFuture<T> answer, URI address) throws IOException {
    while (true) {
      check();
      try {
        return answer.get(LOOK_AROUND.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException(what);
      } catch (ExecutionException e) {
        throw explain(e.getCause(), address);
      }
    }
  }

  /** What the stream's own source threw comes before what the connection made of it. */
  StorageException explain(Throwable failure, URI address) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException known) {
        return known;
      }
    }
    IOException told =
        failure instanceof IOException io ? io : new IOException(String.valueOf(failure), failure);
    if (ConnectionTrouble.isBeforeSending(told)) {
      return ConnectionFailure.explain(what, address, told);
    }
    return new StorageException(
        CommonError.TRANSFER,
        what + ": the connection broke: " + told.getMessage(),
        "Run the command again.",
        told);
  }
}
