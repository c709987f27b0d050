package org.stowage.runtime.vsphere.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.tls.ServerTrust;

/**
 * HTTP/1.1 to one server, with one trust, and as somebody if need be. Safe for use by several
 * threads.
 */
public final class HttpConnection {

  private final URI base;
  private final HttpClient client;
  private final Timeouts timeouts;
  private final Visitor visitor;

  /** Says who comes. */
  @FunctionalInterface
  public interface Visitor {
    /** Value of the header {@code Cookie}; null for nobody. */
    @Nullable String cookie() throws StorageException;
  }

  /** To a server that does not ask who comes. */
  public HttpConnection(URI base, ServerTrust trust) {
    this(base, client(trust, Timeouts.USUAL), Timeouts.USUAL, () -> null);
  }

  /**
   * @param base scheme, host and port
   * @param client made by {@link #client}
   */
  public HttpConnection(URI base, HttpClient client, Timeouts timeouts, Visitor visitor) {
    this.base = base;
    this.client = client;
    this.timeouts = timeouts;
    this.visitor = visitor;
  }

  /** A client for connections that believe as is said. */
  public static HttpClient client(ServerTrust trust, Timeouts timeouts) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(timeouts.connect())
        .sslContext(trust.context())
        .build();
  }

  public URI base() {
    return base;
  }

  public HttpClient client() {
    return client;
  }

  /**
   * A request that {@link #send(StreamedRequest, String, String, InputStream, OptionalLong)} sends.
   */
  public StreamedRequest streamed(URI address) {
    return new StreamedRequest(address, timeouts);
  }

  /**
   * Sends a stream, however long that takes: closing the request ends it. Of who comes.
   *
   * @param lengthBytes exact; empty where it is not known in advance
   * @throws IOException as it is met; {@link ConnectionFailure#explain} explains it
   */
  public StreamedAnswer send(
      StreamedRequest request,
      String method,
      String contentType,
      InputStream body,
      OptionalLong lengthBytes)
      throws IOException {
    Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", contentType));
    String cookie = visitor.cookie();
    if (cookie != null) {
      headers.put("Cookie", cookie);
    }
    return request.send(client.sslContext(), method, headers, body, lengthBytes);
  }

  /** A request of who comes. */
  public HttpRequest.Builder request(URI address) throws StorageException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    String cookie = visitor.cookie();
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return request;
  }

  /**
   * Sends a request; the caller closes the body.
   *
   * @param attempted e.g. {@code "download [ds1] web/web.vmdk"}
   * @throws StorageException that says what keeps the server from being reached
   */
  public HttpResponse<InputStream> send(String attempted, HttpRequest request) throws IOException {
    Deadline deadline = new Deadline(timeouts.answer());
    try {
      return PendingResponse.of(client, request).await(deadline, Cancellation.NEVER);
    } catch (CancelledException e) {
      throw e;
    } catch (IOException e) {
      throw deadline.isOver()
          ? ConnectionFailure.timedOut(attempted, request.uri(), deadline.patience())
          : ConnectionFailure.explain(attempted, request.uri(), e);
    }
  }
}
