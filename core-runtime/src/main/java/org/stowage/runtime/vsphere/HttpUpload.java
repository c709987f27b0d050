package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;

/** Sends a stream to a server, within the {@linkplain TransferLimit limits} of a transfer. */
final class HttpUpload {

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
      HttpResponse<String> response =
          new TransferLimit(what, timeout, transfer).await(answer, ready.uri());
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

  private static String shown(String body) {
    String text = body.strip().replaceAll("\\s+", " ");
    return text.isEmpty()
        ? ""
        : ": " + text.substring(0, Math.min(SHOWN_CHARACTERS, text.length()));
  }
}
