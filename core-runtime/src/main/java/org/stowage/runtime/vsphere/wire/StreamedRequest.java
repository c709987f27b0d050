package org.stowage.runtime.vsphere.wire;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A request over a connection of its own whose body is a stream (RFC 9112). The thread that reads
 * the stream encrypts it and writes it to the socket: {@link java.net.http.HttpClient} passes each
 * 16 KiB between threads, which takes three times the time. Made and sent by one thread; closed by
 * any, which ends the sending.
 */
public final class StreamedRequest implements Closeable {

  private static final int HTTPS_PORT = 443;
  private static final int CHUNK_BYTES = 256 << 10;

  private final URI address;
  private final Timeouts timeouts;
  private final Socket socket = new Socket();

  StreamedRequest(URI address, Timeouts timeouts) {
    this.address = address;
    this.timeouts = timeouts;
  }

  /**
   * Sends the request.
   *
   * @param lengthBytes of the body, exact; empty where it is not known in advance, then the body
   *     goes in chunks
   * @return what the server says to it, before the end of the body perhaps
   */
  StreamedAnswer send(
      SSLContext trust,
      String method,
      Map<String, String> headers,
      InputStream body,
      OptionalLong lengthBytes)
      throws IOException {
    try (SSLSocket secured = connect(trust)) {
      OutputStream out = new BufferedOutputStream(secured.getOutputStream());
      boolean chunked = lengthBytes.isEmpty();
      out.write(head(method, headers, lengthBytes).getBytes(StandardCharsets.ISO_8859_1));
      try {
        write(body, out, chunked);
      } catch (BodyFailedException e) {
        throw e.getCause();
      } catch (IOException e) {
        return StreamedAnswer.given(secured, e);
      }
      return StreamedAnswer.read(secured.getInputStream());
    }
  }

  private SSLSocket connect(SSLContext trust) throws IOException {
    int port = address.getPort() < 0 ? HTTPS_PORT : address.getPort();
    String host = address.getHost();
    try {
      socket.connect(
          new InetSocketAddress(host, port), Math.toIntExact(timeouts.connect().toMillis()));
    } catch (SocketTimeoutException e) {
      throw (IOException) new HttpConnectTimeoutException(e.getMessage()).initCause(e);
    }
    SSLSocket secured = (SSLSocket) trust.getSocketFactory().createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private String head(String method, Map<String, String> headers, OptionalLong lengthBytes) {
    String target = address.getRawPath();
    if (address.getRawQuery() != null) {
      target += "?" + address.getRawQuery();
    }
    StringBuilder head =
        new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target))
            .append("Host: %s\r\nConnection: close\r\n".formatted(address.getRawAuthority()));
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append(
        lengthBytes.isPresent()
            ? "Content-Length: " + lengthBytes.getAsLong()
            : "Transfer-Encoding: chunked");
    return head.append("\r\n\r\n").toString();
  }

  private static void write(InputStream body, OutputStream out, boolean chunked)
      throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int count = read(body, chunk); count >= 0; count = read(body, chunk)) {
      if (chunked) {
        out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      out.write(chunk, 0, count);
      if (chunked) {
        out.write('\r');
        out.write('\n');
      }
    }
    if (chunked) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  /** At least one byte, or -1. */
  private static int read(InputStream body, byte[] chunk) throws BodyFailedException {
    try {
      return body.read(chunk);
    } catch (IOException e) {
      throw new BodyFailedException(e);
    }
  }

  /** Ends the connection. Idempotent. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The body could not be read, so that there is nothing to ask the server about. */
  private static final class BodyFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    BodyFailedException(IOException cause) {
      super(cause);
    }

    @Override
    public synchronized IOException getCause() {
      return (IOException) super.getCause();
    }
  }
}
