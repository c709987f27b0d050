package org.stowage.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.runtime.tls.UntrustedServerException;

/** HTTP/1.1 to any server, with one trust. Follows no redirects. Safe for use by many threads. */
public final class HttpAccess {

  private static final long LOOK_AROUND_MILLIS = 200;

  private final HttpClient client;
  private final Patience patience;
  private final String whatToTrust;

  /**
   * @param whatToTrust what to do about a server that is not believed; a sentence
   */
  public HttpAccess(ServerTrust trust, Patience patience, String whatToTrust) {
    this.patience = patience;
    this.whatToTrust = whatToTrust;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .sslContext(trust.context())
            .build();
  }

  public Patience patience() {
    return patience;
  }

  /**
   * Sends a request, and waits for the head of the answer, whatever its status.
   *
   * @return closed by the caller
   * @throws IOException as it is met; {@link #explain} explains it
   */
  public Answer send(HttpRequest request, Transfer transfer) throws IOException {
    HttpResponse<InputStream> response = await(begin(request, transfer), transfer);
    return new Answer(request.uri(), response.statusCode(), response, response.body());
  }

  /** Begins to send a request whose body may take as long as it takes. */
  public CompletableFuture<HttpResponse<InputStream>> begin(
      HttpRequest request, Transfer transfer) {
    return client.sendAsync(request, head -> new ReceivedBytes(patience.silence(), transfer));
  }

  /**
   * Waits for the head of an answer, or gives up the request.
   *
   * @throws IOException as it is met; {@link #explain} explains it
   */
  public HttpResponse<InputStream> await(
      CompletableFuture<HttpResponse<InputStream>> pending, Transfer transfer) throws IOException {
    long begun = System.nanoTime();
    try {
      while (System.nanoTime() - begun < patience.answer().toNanos()) {
        transfer.checkCancelled();
        try {
          return pending.get(LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // Time to look around.
        }
      }
      throw new NoAnswerException(patience.answer());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for the server");
    } finally {
      // Does nothing to what was received.
      pending.cancel(true);
    }
  }

  /**
   * Explains a failure; one that is explained already is handed back.
   *
   * @param attempted e.g. {@code "reading http://127.0.0.1/web.ova"}
   */
  public StorageException explain(String attempted, URI server, IOException failure) {
    if (failure instanceof StorageException explained) {
      return explained;
    }
    if (failure instanceof NoAnswerException) {
      return new StorageException(
          HttpError.TIMED_OUT,
          attempted + ": " + server.getAuthority() + " " + failure.getMessage(),
          "Look how busy the server is, then run the command again.",
          failure);
    }
    ConnectionTrouble trouble = ConnectionTrouble.of(server, failure);
    UntrustedServerException untrusted = trouble.untrusted();
    return new StorageException(
        switch (trouble.kind()) {
          case UNTRUSTED -> CommonError.TLS_NOT_VERIFIED;
          case UNREACHABLE -> HttpError.UNREACHABLE;
          case NOT_TLS -> HttpError.ANSWER;
          case LOST -> HttpError.CONNECTION_LOST;
        },
        attempted + ": " + trouble.observed(),
        untrusted == null ? trouble.remedy() : whatToTrust,
        failure);
  }
}
