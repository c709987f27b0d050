package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.LabVcenter;

/** What keeps a command from entering a vCenter, and that it keeps the password to itself. */
class VsphereEntryIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();
  private static final String WRONG = "wr0ng-s3cret";

  @TempDir private Path home;
  private LabVcenter lab;

  @BeforeEach
  void start() throws Exception {
    lab = LabVcenter.start();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    // There is none where the program is missing.
    if (lab != null) {
      int sessions = lab.state().sessions();
      List<String> unfinished = LabTarget.unfinished(lab);
      lab.close();
      assertEquals(0, sessions);
      assertEquals(List.of(), unfinished);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GOVC_PASSWORD, " + WRONG + ", 4, authentication, 'Check the user name, with its domain'",
    "GOVC_USERNAME, nobody, 4, authentication, 'Check the user name, with its domain'",
    "GOVC_USERNAME, reader, 4, vsphere-no-permission, Datastore.Browse",
    "GOVC_TLS_CA_CERTS, '', 60, tls-not-verified, Give the certificate of its authority as ca_file",
    "GOVC_URL, https://127.0.0.1:1/sdk, 1, vsphere-unreachable, 'Check the port, and whether'",
    "GOVC_URL, https://vc.invalid/sdk, 1, vsphere-unreachable, Check the spelling of the host",
    "GOVC_CLUSTER, none, 3, not-found, cluster-1",
    "GOVC_DATACENTER, none, 3, not-found, DC0",
    "GOVC_DATASTORE, none, 5, no-placement, ''"
  })
  void isToldWithStatusAndRemedy(
      String variable, String value, int status, String name, String remedy) throws Exception {
    Outcome outcome = deploy(onEnvironment().with(variable, value), "govc");

    assertEquals(status, outcome.status(), outcome::toString);
    assertError(outcome, name, remedy);
    assertKeepsThePasswordToItself(outcome);
    assertEquals(List.of(), lab.state().machines());
  }

  @Test
  void namesTheThumbprintThatTheServerHas() throws Exception {
    configure("thumbprint = \"" + lab.thumbprint().replace('0', '1').replace('A', 'B') + "\"");

    Outcome outcome = deploy(InstalledStowage.on(home), "vc");

    assertEquals(60, outcome.status(), outcome::toString);
    assertError(outcome, "tls-not-verified", "set its thumbprint to " + lab.thumbprint());
    assertKeepsThePasswordToItself(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"thumbprint = \"%1$s\"", "insecure = true", "ca_file = \"%2$s\""})
  void isOpenToWhoeverKnowsTheServer(String trust) throws Exception {
    configure(trust.formatted(lab.thumbprint(), lab.caFile()));

    Outcome outcome = deploy(InstalledStowage.on(home), "vc");

    assertEquals(0, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("DEBUG"), outcome::toString);
    assertKeepsThePasswordToItself(outcome);
  }

  @Test
  void triesAWrongPasswordOnce() throws Exception {
    Outcome outcome = deploy(onEnvironment().with("GOVC_PASSWORD", WRONG), "govc");

    assertEquals(4, outcome.status(), outcome::toString);
    assertEquals(1, lab.state().calls("Login"));
  }

  @Test
  void needsNoClusterToListInstances() throws Exception {
    Outcome outcome = onEnvironment().with("GOVC_CLUSTER", "none").run("list", "--target", "govc");

    assertEquals(0, outcome.status(), outcome::toString);
  }

  private void configure(String trust) throws Exception {
    Files.writeString(home.resolve("stowage.toml"), LabTarget.configuration(lab, trust));
  }

  private InstalledStowage onEnvironment() {
    InstalledStowage stowage = InstalledStowage.on(home);
    lab.environment().forEach(stowage::with);
    return stowage;
  }

  /** With all that can be said about it. */
  private static Outcome deploy(InstalledStowage stowage, String target) throws Exception {
    return stowage.run(
        "deploy", HELLO, "--name", "one", "--target", target, "-o", "json", "-v", "-v", "-v");
  }

  private static void assertError(Outcome outcome, String name, String remedy) throws Exception {
    // After it comes what only -v tells.
    String line = outcome.err().lines().filter(one -> one.startsWith("{")).findAny().orElseThrow();
    JsonNode error = new ObjectMapper().readTree(line).get("error");
    assertEquals(name, error.get("name").textValue(), outcome::toString);
    assertEquals(outcome.status(), error.get("exitStatus").intValue(), outcome::toString);
    assertTrue(error.get("fix").textValue().contains(remedy), outcome::toString);
  }

  private void assertKeepsThePasswordToItself(Outcome outcome) {
    String all = outcome.out() + outcome.err();
    assertFalse(all.contains(lab.password()), all);
    assertFalse(all.contains(WRONG), all);
  }
}
