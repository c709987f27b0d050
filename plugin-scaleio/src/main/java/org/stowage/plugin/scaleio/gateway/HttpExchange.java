package org.stowage.plugin.scaleio.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** Requests and their answers, each within its time and size. Safe for use by several threads. */
final class HttpExchange {

  private final URI gateway;
  private final Patience patience;
  private final HttpClient client;

  HttpExchange(URI gateway, ServerTrust trust, Patience patience) {
    this.gateway = gateway;
    this.patience = patience;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .sslContext(trust.context())
            .build();
  }

  URI gateway() {
    return gateway;
  }

  /**
   * @param authorization null for calls of nobody
   * @param body null for a GET
   * @throws StorageException when the server is not the one that is trusted, or this thread is
   *     interrupted: not worth another try
   * @throws IOException when no answer came: worth another try
   */
  Answer send(String path, String authorization, @Nullable Map<String, ?> body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway + path))
            .timeout(patience.answer())
            .header("Accept", "application/json");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofByteArray(Json.write(body)));
    }
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(request.build(), head -> new BoundedBody());
    try {
      HttpResponse<byte[]> answer = pending.get(patience.total().toMillis(), TimeUnit.MILLISECONDS);
      return Answer.of(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while waiting for " + gateway, "", e);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw new HttpTimeoutException(
          "no whole answer within " + patience.total().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw explained(e.getCause());
    }
  }

  private IOException explained(Throwable cause) {
    if (cause instanceof SSLException) {
      return new StorageException(
          CommonError.TLS_NOT_VERIFIED,
          "connecting to the ScaleIO gateway "
              + gateway
              + ": it is not trusted: "
              + innermost(cause).getMessage(),
          "Put its certificate, or its authority's, into the file server_certificate_path.",
          cause);
    }
    if (cause instanceof ConnectException) {
      return new ConnectException("no connection");
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
