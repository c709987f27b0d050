package org.stowage.runtime.vsphere.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stowage.api.CancelledException;
import org.stowage.runtime.http.Cancellation;

/** A response that was not received yet. */
final class PendingResponse {

  private static final long LOOK_AROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final CompletableFuture<HttpResponse<InputStream>> response;

  private PendingResponse(CompletableFuture<HttpResponse<InputStream>> response) {
    this.response = response;
  }

  static PendingResponse of(HttpClient http, HttpRequest request) {
    return new PendingResponse(http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()));
  }

  /**
   * Waits for the response's head. Whoever stops waiting, for whatever reason, gives up the
   * request.
   *
   * @throws IOException when there is no response; also when the deadline is over
   */
  HttpResponse<InputStream> await(Deadline deadline, Cancellation cancellation) throws IOException {
    boolean received = false;
    try {
      while (true) {
        cancellation.check();
        long nanos = Math.min(deadline.leftNanos(), LOOK_AROUND_NANOS);
        if (nanos <= 0) {
          throw new IOException("no response in time");
        }
        try {
          HttpResponse<InputStream> head = response.get(nanos, TimeUnit.NANOSECONDS);
          received = true;
          return head;
        } catch (TimeoutException e) {
          // Time to look around.
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for the server");
    } finally {
      if (!received) {
        giveUp();
      }
    }
  }

  private void giveUp() {
    response.cancel(true);
    response.thenAccept(
        late -> {
          try {
            late.body().close();
          } catch (IOException e) {
            // Nobody waits for it.
          }
        });
  }
}
