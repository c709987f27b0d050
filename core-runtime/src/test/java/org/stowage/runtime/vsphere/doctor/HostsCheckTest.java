package org.stowage.runtime.vsphere.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.Finding.Status;
import org.stowage.runtime.vsphere.ScriptedVcenter;
import org.stowage.runtime.vsphere.doctor.HostsCheck.Host;
import org.stowage.runtime.vsphere.fault.VsphereError;
import org.stowage.testkit.lab.ServerIdentity;

class HostsCheckTest {

  @TempDir static Path folder;

  private static ServerIdentity identity;

  @BeforeAll
  static void makeCertificate() throws Exception {
    identity = ServerIdentity.selfSigned(folder, "esx", "dns:elsewhere");
  }

  @Test
  void reachesHostsWhateverTheirCertificates() throws Exception {
    try (ScriptedVcenter host = ScriptedVcenter.start(identity)) {
      String name = "127.0.0.1:" + host.port();

      assertEquals(
          List.of(Finding.ok("hosts", "1 of 1", "reached by TLS: " + name)),
          HostsCheck.of("cluster-1", List.of(connected(name))));
    }
  }

  @Test
  void namesTheHostThatIsNotReachedBesideThoseThatAre() throws Exception {
    try (ScriptedVcenter host = ScriptedVcenter.start(identity)) {
      List<Finding> findings =
          HostsCheck.of(
              "cluster-1",
              List.of(connected("no_such.invalid"), connected("127.0.0.1:" + host.port())));

      assertEquals(List.of(Status.FAILED, Status.OK), statuses(findings));
      Finding failed = findings.get(0);
      assertEquals("no_such.invalid", failed.subject());
      assertEquals(VsphereError.UNREACHABLE, failed.code());
      assertTrue(failed.remedy().contains("not to the vCenter"), failed.remedy());
      assertEquals("1 of 2", findings.get(1).subject());
    }
  }

  @Test
  void leavesOutHostsThatAreNotInUse() {
    List<Finding> findings =
        HostsCheck.of(
            "cluster-1",
            List.of(
                new Host("esx-1", "notResponding", false), new Host("esx-2", "connected", true)));

    assertEquals(List.of(Status.WARNING, Status.WARNING, Status.FAILED), statuses(findings));
    assertEquals("the vCenter says it is notResponding", findings.get(0).observed());
    assertEquals("in maintenance mode", findings.get(1).observed());
    assertEquals("cluster-1", findings.get(2).subject());
  }

  @Test
  @Timeout(20)
  void doesNotWaitForOneMuteHostAfterTheOther() throws Exception {
    List<ServerSocket> mute = new ArrayList<>();
    try {
      List<Host> hosts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        // Connections wait in the backlog, and nobody ever answers.
        ServerSocket socket = new ServerSocket(0, 4, InetAddress.getByName("127.0.0.1"));
        mute.add(socket);
        hosts.add(connected("127.0.0.1:" + socket.getLocalPort()));
      }
      long start = System.nanoTime();

      List<Finding> findings = HostsCheck.of("cluster-1", hosts);

      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertEquals(20, findings.size());
      assertTrue(findings.get(0).observed().contains("did not answer the TLS handshake"));
      assertTrue(took.compareTo(Duration.ofSeconds(12)) < 0, took::toString);
    } finally {
      for (ServerSocket socket : mute) {
        socket.close();
      }
    }
  }

  private static Host connected(String name) {
    return new Host(name, "connected", false);
  }

  private static List<Status> statuses(List<Finding> findings) {
    return findings.stream().map(Finding::status).toList();
  }
}
