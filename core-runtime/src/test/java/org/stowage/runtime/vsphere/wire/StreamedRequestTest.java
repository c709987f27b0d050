package org.stowage.runtime.vsphere.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.ConnectionTrouble;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.testkit.lab.ServerIdentity;

class StreamedRequestTest {

  private static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final byte[] BODY = "what is sent".getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path folder;

  private static ServerIdentity identity;

  private SSLServerSocket server;
  private HttpConnection connection;

  /** What a server does to the one who comes. */
  @FunctionalInterface
  private interface Conduct {
    void meet(Socket visitor) throws Exception;
  }

  @BeforeAll
  static void makeCertificate() throws Exception {
    identity = ServerIdentity.selfSigned(folder, "host", "ip:127.0.0.1");
  }

  @BeforeEach
  void listen() throws Exception {
    server =
        (SSLServerSocket)
            identity
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    ServerTrust trust =
        ServerTrust.of(new TargetConfig.Trust(List.of(identity.pem()), null, false));
    connection =
        new HttpConnection(
            URI.create("https://127.0.0.1:" + server.getLocalPort()),
            HttpConnection.client(trust, PATIENT),
            PATIENT,
            () -> "who=me");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private CompletableFuture<Void> serve(Conduct conduct) {
    return CompletableFuture.runAsync(
        () -> {
          try (Socket visitor = server.accept()) {
            conduct.meet(visitor);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private StreamedAnswer send(InputStream body, OptionalLong lengthBytes) throws IOException {
    URI address = connection.base().resolve("/nfc/1/disk%200.vmdk?a=b%2Fc");
    try (StreamedRequest request = connection.streamed(address)) {
      return connection.send(request, "POST", "some/type", body, lengthBytes);
    }
  }

  private static InputStream body() {
    return new ByteArrayInputStream(BODY);
  }

  private static String read(Socket visitor, int bytes) throws IOException {
    return new String(visitor.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
  }

  private static void say(Socket visitor, String text) throws IOException {
    visitor.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    visitor.getOutputStream().flush();
  }

  @Test
  void sendsABodyOfKnownLengthAsItIs() throws Exception {
    String expected =
        """
        POST /nfc/1/disk%%200.vmdk?a=b%%2Fc HTTP/1.1
        Host: 127.0.0.1:%d
        Connection: close
        Content-Type: some/type
        Cookie: who=me
        Content-Length: 12

        what is sent"""
            .formatted(server.getLocalPort())
            .replace("\n", "\r\n");
    CompletableFuture<String> received = new CompletableFuture<>();
    CompletableFuture<Void> served =
        serve(
            visitor -> {
              received.complete(read(visitor, expected.length()));
              say(visitor, "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nthere");
            });

    StreamedAnswer answer = send(body(), OptionalLong.of(BODY.length));

    assertEquals(new StreamedAnswer(201, "there"), answer);
    assertEquals(expected, received.get());
    served.get();
  }

  @Test
  void sendsABodyOfUnknownLengthInChunks() throws Exception {
    String end = "Transfer-Encoding: chunked\r\n\r\nc\r\nwhat is sent\r\n0\r\n\r\n";
    serve(
        visitor -> {
          String received = "";
          while (!received.endsWith(end)) {
            received += read(visitor, 1);
          }
          say(visitor, "HTTP/1.1 200\r\nA: b\r\n\r\n");
        });

    assertEquals(new StreamedAnswer(200, ""), send(body(), OptionalLong.empty()));
  }

  @Test
  void passesOverWhatComesBeforeTheAnswer() throws Exception {
    serve(
        visitor ->
            say(
                visitor,
                "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 500 No\r\nA: b\r\n\r\nHTTP/1.1 no"));

    assertEquals(
        new StreamedAnswer(500, "HTTP/1.1 no"), send(body(), OptionalLong.of(BODY.length)));
  }

  /** Longer than all buffers on the way, and never at its end. */
  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        return length;
      }
    };
  }

  @Test
  void hearsAServerThatDoesNotWaitForTheEnd() throws Exception {
    serve(
        visitor -> {
          read(visitor, 1000);
          say(visitor, "HTTP/1.1 507 Insufficient Storage\r\nA: b\r\n\r\nfull");
          visitor.shutdownOutput();
          // To close it now would be to take back the answer.
          visitor.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    Duration enough = Duration.ofSeconds(1);
    long start = System.nanoTime();
    InputStream body =
        new InputStream() {
          @Override
          public int read() {
            return System.nanoTime() - start < enough.toNanos() ? 1 : -1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            return read() < 0 ? -1 : length;
          }
        };

    assertEquals(new StreamedAnswer(507, "full"), send(body, OptionalLong.empty()));
  }

  @Test
  void tellsOfAServerThatEndsTheConnection() {
    serve(visitor -> read(visitor, 1000));
    assertThrows(IOException.class, () -> send(endless(), OptionalLong.empty()));
  }

  @Test
  void refusesAnAnswerThatIsNotHttp() {
    serve(visitor -> say(visitor, "220 mail.example.org ESMTP\r\n"));
    SocketException e =
        assertThrows(SocketException.class, () -> send(body(), OptionalLong.of(BODY.length)));
    assertEquals("the server did not answer in HTTP/1.1", e.getMessage());
  }

  @Test
  void throwsWhatItsBodyThrows() {
    serve(visitor -> visitor.getInputStream().readAllBytes());
    IOException thrown = new IOException("the image is broken");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw thrown;
          }
        };
    assertSame(thrown, assertThrows(IOException.class, () -> send(broken, OptionalLong.empty())));
  }

  @Test
  void endsWhenItIsClosedByAnotherThread() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    serve(
        visitor -> {
          read(visitor, 1000);
          blocked.countDown();
          over.await();
        });
    StreamedRequest request = connection.streamed(connection.base().resolve("/a"));
    CompletableFuture<Throwable> ended =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    IOException.class,
                    () -> connection.send(request, "PUT", "a/b", endless(), OptionalLong.empty())));
    blocked.await();

    request.close();

    assertInstanceOf(IOException.class, ended.get());
    over.countDown();
  }

  @Test
  void believesOnlyThoseItIsToldTo() throws Exception {
    ServerIdentity other = ServerIdentity.selfSigned(folder, "other", "ip:127.0.0.1");
    connection =
        new HttpConnection(
            connection.base(),
            ServerTrust.of(new TargetConfig.Trust(List.of(other.pem()), null, false)));
    serve(visitor -> visitor.getInputStream().read());

    IOException e = assertThrows(IOException.class, () -> send(body(), OptionalLong.of(1)));

    assertTrue(ConnectionTrouble.isBeforeSending(e), e::toString);
  }
}
