package org.stowage.runtime.vsphere.soap;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * HTTP to a vCenter or host: HTTP/1.1 with the trust of one target, its session's cookie on what
 * goes to it. Safe for use by several threads.
 */
public final class HttpConnection {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient client;
  private final URI base;
  private volatile @Nullable String cookie;

  /**
   * @param base scheme, host and port
   */
  public HttpConnection(URI base, SSLContext context) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .sslContext(context)
            .build();
  }

  public URI base() {
    return base;
  }

  public HttpClient client() {
    return client;
  }

  /** The session's cookie, {@code name=value}; null before the first answer. */
  public @Nullable String cookie() {
    return cookie;
  }

  /** A request with the session's cookie. */
  public HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    String known = cookie;
    if (known != null) {
      request.header("Cookie", known);
    }
    return request;
  }

  /**
   * Sends a request; the caller closes the body.
   *
   * @throws StorageException that says what keeps the server from being reached
   */
  public HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.headers().allValues("set-cookie").stream()
          .filter(value -> value.startsWith("vmware_soap_session="))
          .findFirst()
          .ifPresent(value -> cookie = value.split(";", 2)[0]);
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for " + base.getAuthority());
    } catch (IOException e) {
      throw explained(e, request.uri());
    }
  }

  /** Forgets the session. */
  public void forgetCookie() {
    cookie = null;
  }

  /** Tells apart what can be wrong on the way to a server. */
  public static IOException explained(IOException failure, URI address) {
    String server = address.getHost() + ":" + (address.getPort() < 0 ? 443 : address.getPort());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return TlsError.of(failure, server);
      }
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return unreachable(failure, server, "its name is unknown", "Correct host_ip.");
      }
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return unreachable(
          failure,
          server,
          "nothing answered within %d s".formatted(CONNECT_TIMEOUT.toSeconds()),
          "Look for a firewall on the way, or a server that is down.");
    }
    if (failure instanceof HttpTimeoutException) {
      return unreachable(failure, server, "no answer in time", "Look whether the server is busy.");
    }
    if (failure instanceof ConnectException) {
      return unreachable(
          failure, server, "the connection was refused", "Correct host_ip and host_port.");
    }
    return failure;
  }

  private static StorageException unreachable(
      IOException failure, String server, String why, String remedy) {
    return new StorageException(
        CommonError.IO, server + " cannot be reached: " + why, remedy, failure);
  }
}
