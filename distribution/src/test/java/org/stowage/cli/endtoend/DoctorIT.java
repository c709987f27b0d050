package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.LabVcenter;
import org.stowage.testkit.lab.Vcsim;

/** What doctor says of targets that are well, and of those that are not. */
class DoctorIT {

  private static final String[] DOCTOR = {"doctor", "--target", "govc", "-o", "json"};

  @TempDir private Path home;

  @Test
  void findsNothingWrongWithAFolder() throws Exception {
    Outcome outcome = InstalledStowage.on(home).succeed("doctor");

    assertTrue(outcome.out().startsWith("STATUS  CHECK"), outcome::toString);
    assertTrue(
        outcome.out().endsWith("target local: 5 ok, 0 with a warning, 0 failed\n"),
        outcome::toString);
  }

  @Test
  void missesTheFolderOfADatastore() throws Exception {
    Files.writeString(
        home.resolve("stowage.toml"),
        "[targets.lab]\nkind = \"local\"\n[targets.lab.datastores.nfs-1]\npath = \"gone\"\n");

    Outcome outcome = InstalledStowage.on(home).run("doctor", "-o", "json");

    assertEquals(1, outcome.status(), outcome::toString);
    JsonNode folder = findings(outcome, "folder").get(0);
    assertEquals("failed", folder.get("status").textValue());
    assertTrue(folder.get("remedy").textValue().startsWith("Create or mount"), folder::toString);
  }

  @Test
  void findsNothingWrongWithAHealthyVcenter() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome outcome = on(lab).run(DOCTOR);

      assertEquals(0, outcome.status(), outcome::toString);
      for (String check :
          List.of(
              "connection",
              "certificate",
              "version",
              "login",
              "clock",
              "cluster",
              "hosts",
              "privileges",
              "datastores",
              "remains")) {
        List<JsonNode> found = findings(outcome, check);
        assertEquals(1, found.size(), check);
        assertEquals("ok", found.get(0).get("status").textValue(), found::toString);
      }
      assertEquals("3 of 3", findings(outcome, "hosts").get(0).get("subject").textValue());
      assertEquals(
          List.of(
              "NFS served by nfs; 2: maintenance-1, nfs-1",
              "NFS41 served by nfs; 1: nfs41-1",
              "VMFS served by vmfs; 3: gone-1, local-1, vmfs-1",
              "VVOL served by vvol; 1: vvol-1",
              "vsan served by vsan; 1: vsan-1"),
          seen(findings(outcome, "datastore-types")));
      assertEquals(
          List.of(
              "gone-1 no host reaches: gone-1",
              "maintenance-1 in maintenance, nothing is placed on: maintenance-1"),
          seen(findings(outcome, "datastore-states")));
      assertEquals(0, lab.state().sessions());
    }
  }

  @Test
  void asksAsManyCallsOfThousandsOfDatastores() throws Exception {
    try (LabVcenter few = LabVcenter.start();
        LabVcenter many = LabVcenter.start("--datastores", "5000")) {
      on(few).succeed(DOCTOR);
      on(many).succeed(DOCTOR);

      assertEquals(few.state().calls("*"), many.state().calls("*"));
    }
  }

  @Test
  void namesThePrivilegesThatAReadOnlyAccountLacks() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome outcome = on(lab).with("GOVC_USERNAME", lab.reader()).run(DOCTOR);

      assertEquals(4, outcome.status(), outcome::toString);
      List<String> seen = seen(findings(outcome, "privileges"));
      assertEquals(5, seen.size(), seen::toString);
      assertTrue(seen.get(0).startsWith("reader a read-only account"), seen::toString);
      assertTrue(
          seen.get(1)
              .startsWith("the VM folder reader lacks VirtualMachine.Inventory.Create (deploy), "),
          seen::toString);
      assertEquals(
          "the resource pool reader lacks VApp.Import (deploy), Resource.AssignVMToPool (deploy)",
          seen.get(2));
      assertTrue(seen.get(3).startsWith("4 datastores "), seen::toString);
      assertTrue(seen.get(4).contains("Datastore.Config (deploy)"), seen::toString);
    }
  }

  @Test
  void leavesOutDatastoresThatTheConfigurationLeavesOut() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome outcome = on(lab).with("GOVC_DATASTORE", "none").run(DOCTOR);

      assertEquals(5, outcome.status(), outcome::toString);
      assertTrue(
          seen(findings(outcome, "datastores")).get(0).endsWith("leaves 0 of 8"),
          outcome::toString);
    }
  }

  @Test
  void findsTheHostsOfAnotherSimulatorOutOfReach() throws Exception {
    try (Vcsim vcsim = Vcsim.start()) {
      InstalledStowage stowage = InstalledStowage.on(home).with("GOVC_CLUSTER", "DC0_C0");
      vcsim.environment().forEach(stowage::with);

      Outcome outcome = stowage.run(DOCTOR);

      // Its hosts have names that nobody knows.
      assertEquals(1, outcome.status(), outcome::toString);
      List<JsonNode> hosts = findings(outcome, "hosts");
      assertEquals(3, hosts.size(), outcome::toString);
      assertEquals(
          "no address is known for DC0_C0_H0; disks that it takes part in importing cannot be sent",
          hosts.get(0).get("observed").textValue());
      assertEquals("warning", findings(outcome, "certificate").get(0).get("status").textValue());
      assertEquals("ok", findings(outcome, "privileges").get(0).get("status").textValue());
    }
  }

  @Test
  void findsNoUseForTheDatastoreOfAnotherSimulatorsHost() throws Exception {
    try (Vcsim vcsim = Vcsim.start("-esx")) {
      InstalledStowage stowage = InstalledStowage.on(home);
      vcsim.environment().forEach(stowage::with);

      Outcome outcome = stowage.run(DOCTOR);

      // It is of type OTHER.
      assertEquals(5, outcome.status(), outcome::toString);
      assertEquals(
          "warning", findings(outcome, "datastore-types").get(0).get("status").textValue());
      assertEquals("ok", findings(outcome, "hosts").get(0).get("status").textValue());
    }
  }

  @Test
  void refusesACertificateWithTheThumbprintToConfigure() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome outcome = on(lab).with("GOVC_TLS_CA_CERTS", "").run(DOCTOR);

      assertEquals(60, outcome.status(), outcome::toString);
      JsonNode certificate = findings(outcome, "certificate").get(0);
      assertTrue(
          certificate.get("remedy").textValue().contains(lab.thumbprint()), certificate::toString);
      assertEquals("not checked", findings(outcome, "login").get(0).get("status").textValue());
    }
  }

  @Test
  void triesAWrongPasswordOnce() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome outcome = on(lab).with("GOVC_PASSWORD", "wrong").run(DOCTOR);

      assertEquals(4, outcome.status(), outcome::toString);
      JsonNode login = findings(outcome, "login").get(0);
      assertTrue(login.get("observed").textValue().contains("InvalidLogin"), login::toString);
      assertEquals("ok", findings(outcome, "version").get(0).get("status").textValue());
      assertEquals(1, lab.state().calls("Login"));
      assertFalse(outcome.out().contains("\"wrong\""), outcome::toString);
    }
  }

  @Test
  void findsNobodyListening() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome outcome = on(lab).with("GOVC_URL", "https://127.0.0.1:1/sdk").run(DOCTOR);

      assertEquals(1, outcome.status(), outcome::toString);
      JsonNode connection = findings(outcome, "connection").get(0);
      assertTrue(connection.get("observed").textValue().contains("refused"), connection::toString);
    }
  }

  @Test
  void namesTheClustersThereAre() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome outcome = on(lab).with("GOVC_CLUSTER", "none").run(DOCTOR);

      assertEquals(3, outcome.status(), outcome::toString);
      JsonNode cluster = findings(outcome, "cluster").get(0);
      assertTrue(cluster.get("remedy").textValue().contains("one of: "), cluster::toString);
      assertEquals("not checked", findings(outcome, "hosts").get(0).get("status").textValue());
      assertEquals("ok", findings(outcome, "clock").get(0).get("status").textValue());
    }
  }

  @Test
  void isContentWithAHostWithoutAVcenter() throws Exception {
    try (LabVcenter lab = LabVcenter.start("--esxi")) {
      Outcome outcome = on(lab).run(DOCTOR);

      assertEquals(0, outcome.status(), outcome::toString);
      assertEquals("ok", findings(outcome, "hosts").get(0).get("status").textValue());
      assertEquals("ok", findings(outcome, "privileges").get(0).get("status").textValue());
    }
  }

  private InstalledStowage on(LabVcenter lab) {
    InstalledStowage stowage = InstalledStowage.on(home);
    lab.environment().forEach(stowage::with);
    return stowage;
  }

  private static List<String> seen(List<JsonNode> findings) {
    return findings.stream()
        .map(one -> one.get("subject").textValue() + " " + one.get("observed").textValue())
        .toList();
  }

  private static List<JsonNode> findings(Outcome outcome, String check) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode finding : outcome.json().get("findings")) {
      if (finding.get("check").textValue().equals(check)) {
        found.add(finding);
      }
    }
    assertFalse(found.isEmpty(), outcome::toString);
    return found;
  }
}
