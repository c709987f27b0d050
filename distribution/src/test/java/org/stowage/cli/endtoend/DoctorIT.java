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
