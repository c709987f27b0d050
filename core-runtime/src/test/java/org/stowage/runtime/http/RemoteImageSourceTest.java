package org.stowage.runtime.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.lab.FileServer;
import org.stowage.testkit.lab.ServerIdentity;

class RemoteImageSourceTest {

  private static final int SIZE = 5_000_001;
  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          new Backoff(2, Duration.ofMillis(2), Duration.ofMillis(4)));

  @TempDir private Path folder;

  private final byte[] content = new byte[SIZE];
  private final LongAdder bytesRead = new LongAdder();
  private FileServer server;

  @BeforeEach
  void serve() throws IOException {
    new Random(7).nextBytes(content);
    server = FileServer.start().serve("/disk.raw", Files.write(folder.resolve("disk"), content));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsTheWholeFileInTwoRequests() throws IOException {
    try (RemoteImageSource source = open("/disk.raw")) {
      assertEquals("disk.raw", source.name());
      assertEquals(SIZE, source.lengthBytes().orElseThrow());

      assertArrayEquals(content, all(source));
    }
    assertEquals(
        List.of("GET /disk.raw bytes=0-65535", "GET /disk.raw bytes=65536-" + (SIZE - 1)),
        server.requests());
    assertEquals(SIZE, bytesRead.sum());
  }

  @Test
  void readsAnyPlaceOfTheFile() throws IOException {
    try (RemoteImageSource source = open("/disk.raw");
        SeekableByteChannel channel = source.openChannel().orElseThrow()) {
      Random random = new Random(1);
      for (int round = 0; round < 50; round++) {
        int position = random.nextInt(SIZE);
        ByteBuffer read = ByteBuffer.allocate(random.nextInt(1, 200_000));
        channel.position(position);
        while (read.hasRemaining() && channel.read(read) > 0) {
          // reads on
        }
        byte[] expected =
            Arrays.copyOfRange(content, position, Math.min(SIZE, position + read.capacity()));
        assertArrayEquals(expected, Arrays.copyOf(read.array(), read.position()));
      }
      assertEquals(-1, channel.position(SIZE).read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void asksForLargerPartsWhenItIsReadOn() throws IOException {
    try (RemoteImageSource source = open("/disk.raw");
        SeekableByteChannel channel = source.openChannel().orElseThrow()) {
      ByteBuffer all = ByteBuffer.allocate(SIZE);
      while (channel.read(all) > 0) {
        // reads on
      }
      assertArrayEquals(content, all.array());
    }
    assertTrue(server.requests().size() <= 8, () -> server.requests().toString());
  }

  @Test
  void goesOnWhereAConnectionBroke() throws IOException {
    long late = SIZE * 99L / 100;
    server.breakAt(100_000).breakAt(late);

    try (RemoteImageSource source = open("/disk.raw")) {
      assertArrayEquals(content, all(source));
    }
    assertEquals(
        List.of(
            "GET /disk.raw bytes=0-65535",
            "GET /disk.raw bytes=65536-" + (SIZE - 1),
            "GET /disk.raw bytes=100000-" + (SIZE - 1),
            "GET /disk.raw bytes=" + late + "-" + (SIZE - 1)),
        server.requests());
  }

  @Test
  void goesOnAfterTheServerWasDownForAWhile() throws IOException {
    server.breakAt(2_000_000, () -> server.fail(503, 1));

    try (RemoteImageSource source = open("/disk.raw")) {
      assertArrayEquals(content, all(source));
    }
  }

  @Test
  void givesUpWhenAConnectionBreaksTooOften() throws IOException {
    server.breakAt(2_000_000).breakAt(2_000_000).breakAt(2_000_000);

    try (RemoteImageSource source = open("/disk.raw")) {
      StorageException failure = assertThrows(StorageException.class, () -> all(source));

      assertEquals(HttpError.CONNECTION_LOST, failure.code());
      assertTrue(
          failure.getMessage().endsWith("(at byte 2000000 of 5000001)"), failure::getMessage);
    }
  }

  @Test
  void refusesToGoOnWithAnotherContent() throws IOException {
    Path other = Files.write(folder.resolve("other"), new byte[SIZE]);
    server.breakAt(2_000_000, () -> server.serve("/disk.raw", other));

    try (RemoteImageSource source = open("/disk.raw")) {
      StorageException failure = assertThrows(StorageException.class, () -> all(source));

      assertEquals(HttpError.CONTENT_CHANGED, failure.code());
    }
  }

  @Test
  void refusesToReadHereAndThereInAnotherContent() throws IOException {
    Path other = Files.write(folder.resolve("other"), new byte[SIZE]);

    try (RemoteImageSource source = open("/disk.raw");
        SeekableByteChannel channel = source.openChannel().orElseThrow()) {
      server.serve("/disk.raw", other);
      channel.position(3_000_000);

      StorageException failure =
          assertThrows(StorageException.class, () -> channel.read(ByteBuffer.allocate(10)));

      assertEquals(HttpError.CONTENT_CHANGED, failure.code());
    }
  }

  @Test
  void isAStreamWhereTheServerGivesOutWholeFilesOnly() throws IOException {
    server.withoutRanges();

    try (RemoteImageSource source = open("/disk.raw")) {
      assertFalse(source.repeatable());
      assertTrue(source.openChannel().isEmpty());
      assertArrayEquals(content, all(source));
      assertEquals(
          CommonError.UNSUPPORTED, assertThrows(StorageException.class, source::open).code());
    }
    assertEquals(1, server.requests().size());
  }

  @Test
  void saysThatTheRestCannotBeAskedForWhereTheServerGivesOutWholeFilesOnly() throws IOException {
    server.withoutRanges().breakAt(4_900_000);

    try (RemoteImageSource source = open("/disk.raw")) {
      StorageException failure = assertThrows(StorageException.class, () -> all(source));

      assertEquals(HttpError.CONNECTION_LOST, failure.code());
      assertTrue(
          failure.getMessage().contains("(at byte 4900000; the server gives out no parts"),
          failure::getMessage);
    }
  }

  @Test
  void countsOnPartsOnlyWhereContentsCanBeToldApart() throws IOException {
    server.withoutValidators();

    try (RemoteImageSource source = open("/disk.raw")) {
      assertFalse(source.repeatable());
      assertTrue(source.version().isEmpty());
      assertArrayEquals(content, all(source));
    }
  }

  @Test
  void readsAnEmptyFile() throws IOException {
    server.serve("/empty", Files.createFile(folder.resolve("empty")));

    try (RemoteImageSource source = open("/empty")) {
      assertEquals(0, source.lengthBytes().orElseThrow());
      assertEquals(0, all(source).length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, not-found",
    "410, not-found",
    "401, authentication",
    "403, authentication",
    "400, http-answer",
    "500, http-server-failed",
    "503, http-server-failed"
  })
  void saysWhatAStatusMeans(int status, String code) {
    server.fail(status, 3);

    StorageException failure = assertThrows(StorageException.class, () -> open("/disk.raw"));

    assertEquals(code, failure.code().name());
    assertTrue(failure.getMessage().contains("status " + status), failure::getMessage);
    assertFalse(failure.remedy().isEmpty());
  }

  @Test
  void asksAServerAgainThatFailedOnce() throws IOException {
    server.fail(502, 2);

    try (RemoteImageSource source = open("/disk.raw")) {
      assertArrayEquals(content, all(source));
    }
  }

  @Test
  void goesWhereItIsLed() throws IOException {
    server.redirect("/latest", "/also").redirect("/also", server.url("/disk.raw"));

    try (RemoteImageSource source = open("/latest")) {
      assertEquals("latest", source.name());
      assertArrayEquals(content, all(source));
    }
  }

  @Test
  void doesNotGoRoundInCircles() {
    server.redirect("/a", "/b").redirect("/b", "/a");

    assertCode(HttpError.REDIRECTED, "/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "", "http:///x", "::"})
  void doesNotGoAnywhere(String location) {
    server.redirect("/a", location);

    assertThrows(StorageException.class, () -> open("/a"));
    assertTrue(server.requests().size() <= 11, () -> server.requests().toString());
  }

  @Test
  void isNotLedOutOfTls() throws Exception {
    ServerIdentity identity = ServerIdentity.selfSigned(folder, "here", "ip:127.0.0.1");
    HttpAccess believing = access(new TargetConfig.Trust(List.of(identity.pem()), null, false));
    try (FileServer secured = FileServer.start(identity)) {
      secured.redirect("/a", server.url("/disk.raw")).serve("/b", folder.resolve("disk"));

      StorageException failure =
          assertThrows(StorageException.class, () -> open(secured.url("/a"), believing));

      assertEquals(HttpError.REDIRECTED, failure.code());
      assertEquals(List.of(), server.requests());
      try (RemoteImageSource source = open(secured.url("/b"), believing)) {
        assertArrayEquals(content, all(source));
      }
    }
  }

  @Test
  void believesNoServerThatNobodyVouchesFor() throws Exception {
    ServerIdentity identity = ServerIdentity.selfSigned(folder, "here", "ip:127.0.0.1");
    try (FileServer secured = FileServer.start(identity)) {
      StorageException failure =
          assertThrows(
              StorageException.class,
              () -> open(secured.url("/a"), access(TargetConfig.Trust.USUAL)));

      assertEquals(CommonError.TLS_NOT_VERIFIED, failure.code());
      assertEquals("what to trust", failure.remedy());
      assertEquals(List.of(), secured.requests());
    }
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    StorageException failure =
        assertThrows(
            StorageException.class,
            () -> open("http://127.0.0.1:" + port + "/x", access(TargetConfig.Trust.USUAL)));

    assertEquals(HttpError.UNREACHABLE, failure.code());
    assertTrue(failure.getMessage().contains("refused"), failure::getMessage);
  }

  @Test
  void doesNotWaitForEverForAServerThatFallsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try {
                  for (int count = 0; count < 9; count++) {
                    Socket socket = silent.accept();
                    socket
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".getBytes());
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      answering.setDaemon(true);
      answering.start();

      StorageException failure =
          assertThrows(
              StorageException.class,
              () ->
                  open(
                      "http://127.0.0.1:" + silent.getLocalPort() + "/x",
                      access(TargetConfig.Trust.USUAL)));

      assertTrue(failure.getMessage().contains("nothing came for"), failure::getMessage);
    }
  }

  @Test
  void stopsWhenTheOperationDoes() throws IOException {
    TestTransfer transfer = new TestTransfer(1).cancelAfter(20);
    HttpAccess access = access(TargetConfig.Trust.USUAL);
    try (RemoteImageSource source =
            RemoteImageSource.open(
                WebFile.at(server.url("/disk.raw"), access), QUICK, bytesRead, transfer);
        InputStream in = source.open()) {
      assertThrows(CancelledException.class, in::readAllBytes);
    }
  }

  @Test
  void neverShowsWhatGivesAccess() throws IOException {
    server.fail(403, 1);
    StorageException failure =
        assertThrows(StorageException.class, () -> open("/disk.raw?signature=s3cret"));
    assertFalse(failure.toString().contains("s3cret"), failure::toString);

    StorageException refused =
        assertThrows(
            StorageException.class,
            () -> WebFile.at("https://me:s3cret@host/x", access(TargetConfig.Trust.USUAL)));
    assertEquals(CommonError.USAGE, refused.code());
    assertFalse(refused.toString().contains("s3cret"), refused::toString);
  }

  private void assertCode(ErrorCode code, String path) {
    assertEquals(code, assertThrows(StorageException.class, () -> open(path)).code());
  }

  private static byte[] all(RemoteImageSource source) throws IOException {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    }
  }

  private RemoteImageSource open(String path) throws IOException {
    return open(server.url(path), access(TargetConfig.Trust.USUAL));
  }

  private RemoteImageSource open(String url, HttpAccess access) throws IOException {
    return RemoteImageSource.open(
        WebFile.at(url, access), access.patience(), bytesRead, new TestTransfer(1));
  }

  private static HttpAccess access(TargetConfig.Trust trust) throws StorageException {
    return new HttpAccess(ServerTrust.of(trust), QUICK, "what to trust");
  }
}
