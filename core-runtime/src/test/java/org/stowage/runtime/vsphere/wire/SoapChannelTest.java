package org.stowage.runtime.vsphere.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stowage.runtime.vsphere.ScriptedVcenter.breaksOff;
import static org.stowage.runtime.vsphere.ScriptedVcenter.fault;
import static org.stowage.runtime.vsphere.ScriptedVcenter.hangsUp;
import static org.stowage.runtime.vsphere.ScriptedVcenter.returns;
import static org.stowage.runtime.vsphere.ScriptedVcenter.says;
import static org.stowage.runtime.vsphere.ScriptedVcenter.status;

import com.vmware.vim25.ManagedObjectReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.http.Backoff;
import org.stowage.runtime.http.Cancellation;
import org.stowage.runtime.tls.ServerTrust;
import org.stowage.runtime.vsphere.ScriptedVcenter;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.runtime.vsphere.soap.SoapCall;
import org.stowage.testkit.lab.ServerIdentity;

class SoapChannelTest {

  private static final String READ = "QueryVirtualDiskUuid";
  private static final String CHANGE = "CloneVM_Task";
  private static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final String YES = "<returnval>yes</returnval>";

  @TempDir static Path folder;

  private static ServerIdentity identity;

  private ScriptedVcenter server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    identity = ServerIdentity.selfSigned(folder, "vc", "ip:127.0.0.1");
  }

  @BeforeEach
  void start() throws Exception {
    server = ScriptedVcenter.start(identity);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void triesAgainWhileTheServerIsOverloaded() throws Exception {
    server.once(READ, status(503, "text/html", "<h1>Service Unavailable</h1>"));
    server.once(READ, status(503, "text/html", "<h1>Service Unavailable</h1>"));
    server.once(READ, returns(YES));

    assertEquals("yes", call(READ));
  }

  @Test
  void givesUpAfterAsManyTriesAsItIsTold() {
    server.always(READ, status(503, "text/html", "<h1>Service\nUnavailable</h1>"));

    StorageException e = assertThrows(StorageException.class, () -> call(READ));

    assertEquals(VsphereError.OVERLOADED, e.code());
    assertTrue(
        e.getMessage()
            .endsWith("HTTP status 503 instead of the vSphere API: Service Unavailable, 4 times"),
        e.getMessage());
    assertEquals(4, server.received(READ).size());
  }

  @Test
  void doesNotRepeatAChangeThatMayHaveBeenMade() throws Exception {
    for (ScriptedVcenter.Reply reply :
        List.of(
            hangsUp(),
            breaksOff(YES),
            status(
                503,
                "text/plain",
                "upstream connect error or disconnect/reset before headers."
                    + " reset reason: connection termination"))) {
      server.once(READ, returns(YES)).once(CHANGE, reply).once(CHANGE, returns(YES));
      SoapChannel channel = channel(PATIENT);
      int before = server.received(CHANGE).size();

      StorageException e =
          assertThrows(
              StorageException.class,
              () -> {
                call(channel, READ);
                call(channel, CHANGE);
              });

      assertTrue(
          e.getMessage().endsWith("whether the server carried it out is not known"),
          e.getMessage());
      assertTrue(e.remedy().contains("the operation op-1"), e.remedy());
      assertEquals(before + 1, server.received(CHANGE).size());
      assertEquals("yes", call(CHANGE));
    }
  }

  @Test
  void repeatsAChangeThatTheServerSaysItDidNotMake() throws Exception {
    server.once(CHANGE, fault("SessionOverload", "too many", ""));
    server.once(
        CHANGE,
        status(
            503, "text/html", "Service Unavailable (Failed to connect to endpoint: [N7Vmacore4])"));
    server.once(CHANGE, returns(YES));

    assertEquals("yes", call(CHANGE));
  }

  @Test
  void repeatsAReadWhoseAnswerWasLost() throws Exception {
    SoapChannel channel = channel(PATIENT);
    server.once(READ, returns(YES));
    call(channel, READ);
    server.once(READ, hangsUp()).once(READ, breaksOff(YES)).once(READ, returns(YES));

    assertEquals("yes", call(channel, READ));
  }

  @Test
  void doesNotInsistOnAServerThatWasNeverReached() throws Exception {
    int port = server.port();
    server.close();

    StorageException e = assertThrows(StorageException.class, () -> call(READ));

    assertEquals(VsphereError.UNREACHABLE, e.code());
    assertEquals(
        "try it: 127.0.0.1:" + port + " cannot be reached: the connection was refused",
        e.getMessage());
    assertTrue(e.remedy().contains("Check the port"), e.remedy());
  }

  @Test
  void saysThatWhatAnswersIsNotTheApi() {
    server.once(
        READ,
        status(200, "text/html", "<html><title>Portal</title><script>x()</script>Log in</html>"));
    server.once(READ, status(404, "text/plain", ""));
    server.once(READ, says("<feed/>"));
    server.once(READ, status(200, "text/xml", "not <xml"));

    assertNotTheApi("HTTP status 200 instead of the vSphere API: Portal Log in");
    assertNotTheApi("HTTP status 404 instead of the vSphere API");
    assertNotTheApi("it is no SOAP message, but a document <feed>");
    assertNotTheApi("it is not XML");
  }

  private void assertNotTheApi(String words) {
    StorageException e = assertThrows(StorageException.class, () -> call(READ));
    assertEquals(VsphereError.ANSWER, e.code());
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertTrue(e.remedy().contains("is a vCenter or an ESXi host"), e.remedy());
  }

  @Test
  void saysThatAPortDoesNotSpeakTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread answering =
          new Thread(
              () -> {
                try (java.net.Socket socket = plain.accept()) {
                  socket.getInputStream().read();
                  socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                } catch (java.io.IOException e) {
                  // The test ends.
                }
              });
      answering.start();

      StorageException e =
          assertThrows(
              StorageException.class, () -> call(channel(plain.getLocalPort(), PATIENT), READ));

      assertTrue(e.remedy().contains("port"), e.getMessage() + e.remedy());
      answering.join();
    }
  }

  @Test
  void doesNotWaitForeverForAnAnswer() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    server.always(READ, exchange -> await(done));
    SoapChannel channel = channel(new Timeouts(Duration.ofSeconds(20), Duration.ofMillis(300)));

    StorageException e = assertThrows(StorageException.class, () -> call(channel, READ));

    done.countDown();
    assertEquals(VsphereError.TIMED_OUT, e.code());
    assertTrue(e.getMessage().endsWith("did not answer within 300 ms"), e.getMessage());
    assertEquals(1, server.received(READ).size());
  }

  @Test
  void doesNotWaitForeverForTheRestOfAnAnswer() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    server.always(
        READ,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/xml");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write("<Envelope>".getBytes());
          exchange.getResponseBody().flush();
          await(done);
        });
    SoapChannel channel = channel(new Timeouts(Duration.ofSeconds(20), Duration.ofMillis(500)));

    StorageException e = assertThrows(StorageException.class, () -> call(channel, READ));

    done.countDown();
    assertEquals(VsphereError.TIMED_OUT, e.code());
  }

  @Test
  void stopsWaitingWhenCancelled() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    AtomicBoolean cancelled = new AtomicBoolean();
    server.always(
        READ,
        exchange -> {
          cancelled.set(true);
          await(done);
        });

    assertThrows(
        CancelledException.class,
        () ->
            channel(PATIENT)
                .call(
                    "try it",
                    soapCall(READ),
                    new SessionCookie(),
                    null,
                    () -> {
                      if (cancelled.get()) {
                        throw new CancelledException("the test");
                      }
                    }));
    done.countDown();
  }

  @Test
  void refusesTextThatXmlCannotCarryBeforeSendingAnything() {
    SoapCall call =
        SoapCall.on(
            reference(),
            CHANGE,
            "String",
            new com.vmware.vim25.ws.Argument("name", "String", "a\u0001b"));

    StorageException e =
        assertThrows(
            StorageException.class,
            () ->
                channel(PATIENT)
                    .call("try it", call, new SessionCookie(), null, Cancellation.NEVER));

    assertEquals(CommonError.NOT_ALLOWED, e.code());
    assertEquals(List.of(), server.methods());
  }

  private @Nullable Object call(String method) throws StorageException {
    return call(channel(PATIENT), method);
  }

  private static @Nullable Object call(SoapChannel channel, String method) throws StorageException {
    return channel.call("try it", soapCall(method), new SessionCookie(), null, Cancellation.NEVER);
  }

  private static SoapCall soapCall(String method) {
    return SoapCall.on(reference(), method, "String");
  }

  private SoapChannel channel(Timeouts timeouts) {
    return channel(server.port(), timeouts);
  }

  private static SoapChannel channel(int port, Timeouts timeouts) {
    try {
      return new SoapChannel(
          URI.create("https://127.0.0.1:" + port + "/sdk"),
          HttpConnection.client(
              ServerTrust.of(new TargetConfig.Trust(List.of(identity.pem()), null, false)),
              timeouts),
          "op-1",
          timeouts,
          new Backoff(3, Duration.ofMillis(2), Duration.ofMillis(4)));
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ManagedObjectReference reference() {
    ManagedObjectReference reference = new ManagedObjectReference();
    reference.setType("Task");
    reference.setVal("t");
    return reference;
  }
}
