package org.stowage.runtime.vsphere.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ExitStatus;
import org.stowage.runtime.config.Password;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.Finding.Status;
import org.stowage.runtime.tls.Thumbprint;
import org.stowage.runtime.vsphere.ScriptedVcenter;
import org.stowage.testkit.lab.ServerIdentity;

class ConnectionCheckTest {

  @TempDir static Path folder;

  private static ServerIdentity identity;
  private static String thumbprint;

  private ScriptedVcenter server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    identity = ServerIdentity.selfSigned(folder, "vc", "ip:127.0.0.1");
    thumbprint = Thumbprint.of(identity.certificate(), "SHA-256").hex();
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
  void tellsWhomItFoundAndWhyHeIsBelieved() {
    List<Finding> findings = find("127.0.0.1", server.port(), authority(), Duration.ZERO);

    assertEquals(List.of(Status.OK, Status.OK), statuses(findings));
    assertTrue(findings.get(0).observed().startsWith("127.0.0.1, connected in "));
    String certificate = findings.get(1).observed();
    assertTrue(certificate.startsWith("subject CN=vc, issuer CN=vc, valid from "), certificate);
    assertTrue(certificate.contains("SHA-256 " + thumbprint), certificate);
    assertTrue(certificate.endsWith("believed: its authority is in [" + identity.pem() + "]"));
    assertEquals(List.of(), server.methods());
  }

  @Test
  void offersTheThumbprintOfACertificateThatNobodyVouchesFor() {
    Finding finding =
        find("127.0.0.1", server.port(), TargetConfig.Trust.USUAL, Duration.ZERO).get(1);

    assertEquals(ExitStatus.TLS_NOT_VERIFIED, finding.code().exit());
    assertTrue(finding.observed().contains("subject CN=vc"), finding.observed());
    assertTrue(finding.remedy().contains("thumbprint = \"" + thumbprint + "\""));
  }

  @Test
  void refusesTheCertificateOfAnotherName() {
    Finding finding = find("localhost", server.port(), authority(), Duration.ZERO).get(1);

    assertEquals(ExitStatus.TLS_NOT_VERIFIED, finding.code().exit());
    assertTrue(finding.observed().contains("No name matching localhost"), finding.observed());
  }

  @Test
  void warnsOfACertificateThatEndsSoon() {
    Duration end = Duration.between(now(), identity.certificate().getNotAfter().toInstant());

    Finding soon = find("127.0.0.1", server.port(), pin(), end.minusDays(29)).get(1);
    Finding over = find("127.0.0.1", server.port(), pin(), end.plusDays(3)).get(1);
    Finding fine = find("127.0.0.1", server.port(), pin(), end.minusDays(31)).get(1);

    assertEquals(Status.WARNING, soon.status());
    assertTrue(soon.observed().startsWith("it ends in 2"), soon.observed());
    assertTrue(soon.remedy().contains("change thumbprint"), soon.remedy());
    assertEquals(Status.WARNING, over.status());
    assertTrue(over.observed().startsWith("it ended "), over.observed());
    assertEquals(Status.OK, fine.status());
  }

  @Test
  void warnsOfBelievingAnybody() {
    Finding finding =
        find(
                "127.0.0.1",
                server.port(),
                new TargetConfig.Trust(List.of(), null, true),
                Duration.ZERO)
            .get(1);

    assertEquals(Status.WARNING, finding.status());
    assertTrue(finding.remedy().contains(thumbprint), finding.remedy());
  }

  @Test
  void tellsANameThatIsUnknownFromAServerThatDoesNotListen() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }

    List<Finding> refused = find("127.0.0.1", closed, authority(), Duration.ZERO);
    List<Finding> unknown = find("no_such.invalid", 443, authority(), Duration.ZERO);

    assertEquals(List.of(Status.FAILED, Status.NOT_CHECKED), statuses(refused));
    assertTrue(refused.get(0).observed().contains("refused"), refused.get(0).observed());
    assertEquals("no address is known for no_such.invalid", unknown.get(0).observed());
  }

  @Test
  void tellsAServerThatDoesNotSpeakTls() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread answer =
          new Thread(
              () -> {
                try (var connection = socket.accept()) {
                  connection.getOutputStream().write("220 mail.example.org ESMTP\r\n".getBytes());
                  connection.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                  // The other end found out.
                }
              });
      answer.start();

      Finding finding = find("127.0.0.1", socket.getLocalPort(), authority(), Duration.ZERO).get(0);
      answer.join();

      assertTrue(finding.observed().contains("do not agree on TLS"), finding.observed());
    }
  }

  private static java.time.Instant now() {
    return Clock.systemUTC().instant();
  }

  private static List<Finding> find(
      String host, int port, TargetConfig.Trust trust, Duration later) {
    TargetConfig.Endpoint endpoint =
        new TargetConfig.Endpoint(host, port, "root", Password.known("the test", "x"), trust);
    Clock clock = Clock.fixed(now().plus(later), ZoneOffset.UTC);
    return new ConnectionCheck(endpoint, clock).findings();
  }

  private static List<Status> statuses(List<Finding> findings) {
    return findings.stream().map(Finding::status).toList();
  }

  private static TargetConfig.Trust authority() {
    return new TargetConfig.Trust(List.of(identity.pem()), null, false);
  }

  private static TargetConfig.Trust pin() {
    return new TargetConfig.Trust(List.of(), thumbprint, false);
  }
}
