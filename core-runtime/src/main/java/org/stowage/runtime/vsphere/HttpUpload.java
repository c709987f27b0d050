package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/**
 * Sends a stream to a server, ended by cancellation or when it takes too long: a blocked write
 * would notice neither.
 */
final class HttpUpload {

  private static final long LOOK_MILLIS = 200;
  private static final int SHOWN_CHARACTERS = 200;

  private final HttpClient client;
  private final Duration timeout;

  HttpUpload(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * Sends.
   *
   * @param what is attempted, on which object
   * @param request without its method and body
   * @param lengthBytes exact; empty where it is not known in advance, then the body goes in chunks
   * @throws StorageException {@code transfer} when the server does not take it, or not in time
   */
  void send(
      String what,
      String method,
      HttpRequest.Builder request,
      InputStream content,
      OptionalLong lengthBytes,
      Transfer transfer)
      throws IOException {
    HttpRequest.BodyPublisher stream = HttpRequest.BodyPublishers.ofInputStream(() -> content);
    HttpRequest.BodyPublisher body =
        lengthBytes.isPresent() && lengthBytes.getAsLong() > 0
            ? HttpRequest.BodyPublishers.fromPublisher(stream, lengthBytes.getAsLong())
            : stream;
    HttpRequest ready = request.method(method, body).build();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(ready, HttpResponse.BodyHandlers.ofString());
    try {
      HttpResponse<String> response = await(what, answer, transfer);
      if (response.statusCode() / 100 != 2) {
        throw new StorageException(
            CommonError.TRANSFER,
            "%s: the server answered with status %d%s"
                .formatted(what, response.statusCode(), shown(response.body())),
            "Run the command again; if it recurs, look into the log of the host.");
      }
    } finally {
      answer.cancel(true);
    }
  }

  private HttpResponse<String> await(
      String what, CompletableFuture<HttpResponse<String>> answer, Transfer transfer)
      throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      transfer.checkCancelled();
      if (System.nanoTime() > deadline) {
        throw new StorageException(
            CommonError.TRANSFER,
            "%s: it did not end within %d s".formatted(what, timeout.toSeconds()),
            "Set image_transfer_timeout_secs higher, or look what slows the network down.");
      }
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException(what);
      } catch (ExecutionException e) {
        throw failure(what, e.getCause());
      }
    }
  }

  /** What the stream's own source threw comes before what the connection made of it. */
  private static IOException failure(String what, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException known) {
        return known;
      }
    }
    IOException told =
        failure instanceof IOException io ? io : new IOException(String.valueOf(failure), failure);
    return new StorageException(
        CommonError.TRANSFER,
        what + ": the connection broke: " + told.getMessage(),
        "Run the command again.",
        told);
  }

  private static String shown(String body) {
    String text = body.strip().replaceAll("\\s+", " ");
    return text.isEmpty()
        ? ""
        : ": " + text.substring(0, Math.min(SHOWN_CHARACTERS, text.length()));
  }
}
