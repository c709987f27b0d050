package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.LabState;
import org.stowage.testkit.lab.LabVcenter;

/** The main job against a lab vCenter. */
class VsphereDeployIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();
  private static final String TARGET = "govc";

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({
    "vmfs-1, ova",
    "vmfs-1, raw",
    "vmfs-1, sparse",
    "vmfs-1, flat",
    "nfs-1, ova",
    "nfs41-1, raw",
    "vsan-1, ova",
    "vsan-1, raw",
    "vvol-1, ova",
    "vvol-1, sparse"
  })
  void putsEveryFormatOnEveryTypeOfDatastore(String datastore, String format) throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      InstalledStowage stowage = on(lab);
      String image = image(stowage, format);

      JsonNode json =
          stowage.json(
              "deploy", image, "--name", "one", "--target", TARGET, "--datastore", datastore);

      assertEquals(datastore, json.get("datastore").textValue());
      assertFalse(json.get("cacheHit").booleanValue());
      assertEquals(List.of("one"), lab.state().machines());
      assertEquals(List.of(), LabTarget.unfinished(lab));
      assertSameAsHello(stowage, descriptor(lab.folder(datastore), "one.vmdk"));
    }
  }

  private static InstalledStowage on(LabVcenter lab, Path home) {
    InstalledStowage stowage = InstalledStowage.on(home);
    lab.environment().forEach(stowage::with);
    return stowage;
  }

  private InstalledStowage on(LabVcenter lab) {
    return on(lab, home);
  }

  private String image(InstalledStowage stowage, String format) throws Exception {
    if (format.equals("ova")) {
      return HELLO;
    }
    Path made = home.resolve("image." + (format.equals("raw") ? "raw" : "vmdk"));
    stowage.succeed("image", "convert", HELLO, made.toString(), "--format", format);
    return made.toString();
  }

  private void assertSameAsHello(InstalledStowage stowage, Path disk) throws Exception {
    Path raw = home.resolve("hello.raw");
    stowage.succeed("image", "convert", HELLO, raw.toString(), "--format", "raw");
    SameDisk.assertSame(raw, "raw", disk, "vmdk");
  }

  private static Path descriptor(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals(name))
          .findAny()
          .orElseThrow();
    }
  }

  @Test
  void deploysACachedImageInAFewCallsAndSendsNothing() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      InstalledStowage stowage = on(lab);
      stowage.succeed("deploy", HELLO, "--name", "one", "--target", TARGET);
      LabState before = lab.state();

      JsonNode json = stowage.json("deploy", HELLO, "--name", "two", "--target", TARGET);

      LabState after = lab.state();
      int calls = after.calls("*") - before.calls("*");
      assertTrue(json.get("cacheHit").booleanValue());
      assertEquals(0, json.get("bytesTransferred").longValue());
      assertEquals(before.importedBytes(), after.importedBytes());
      assertTrue(calls <= 15, "SOAP calls: " + calls);
    }
  }

  @Test
  void growsCopiesListsAndDestroys() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      InstalledStowage stowage = on(lab);
      stowage.succeed(
          "deploy",
          HELLO,
          "--name",
          "big",
          "--target",
          TARGET,
          "--disk-size",
          "1GiB",
          "--adapter-type",
          "pvscsi",
          "--cpus",
          "2",
          "--memory",
          "512MiB");
      stowage.succeed("deploy", HELLO, "--name", "full", "--target", TARGET, "--full-clone");

      JsonNode big = stowage.json("show", "big", "--target", TARGET);
      assertEquals(1L << 30, big.get("disk").get("capacityBytes").longValue());
      assertEquals("pvscsi", big.get("disk").get("adapterType").textValue());
      assertEquals(2, big.get("cpus").intValue());
      assertEquals(512L << 20, big.get("memoryBytes").longValue());
      JsonNode full = stowage.json("show", "full", "--target", TARGET);
      assertTrue(full.get("disk").get("parent").isNull(), full::toString);
      assertEquals(1, stowage.json("cache", "list", "--target", TARGET).get("images").size());

      stowage.succeed("destroy", "big", "--target", TARGET);
      stowage.succeed("destroy", "full", "--target", TARGET);

      assertEquals(0, stowage.json("list", "--target", TARGET).get("instances").size());
      assertEquals(List.of(), lab.state().machines());
      assertEquals(1, stowage.json("cache", "list", "--target", TARGET).get("images").size());
      assertEquals(List.of(), LabTarget.unfinished(lab));
    }
  }

  @Test
  void findsItsInstancesOnAHostWithoutAVcenter() throws Exception {
    try (LabVcenter lab = LabVcenter.start("--esxi")) {
      InstalledStowage stowage = on(lab);

      stowage.succeed(
          "deploy", HELLO, "--name", "one", "--target", TARGET, "--datastore", "vmfs-1");

      assertEquals(
          "one",
          stowage
              .json("list", "--target", TARGET)
              .get("instances")
              .get(0)
              .get("instance")
              .textValue());
    }
  }

  @Test
  void placesAmongThousandsOfDatastores() throws Exception {
    try (LabVcenter lab = LabVcenter.start("--datastores", "1000")) {
      InstalledStowage stowage = on(lab);

      JsonNode plan = stowage.json("plan", HELLO, "--name", "one", "--target", TARGET);

      assertEquals(1008, plan.get("verdicts").size());
      int calls = lab.state().calls("*");
      assertTrue(calls <= 7, "SOAP calls: " + calls);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CreateVM_Task:1:NotAuthenticated",
        "ImportVApp:1:NotAuthenticated",
        "HttpNfcLeaseComplete:1:NotAuthenticated",
        "RetrievePropertiesEx:3:NotAuthenticated",
        "WaitForUpdatesEx:4:NotAuthenticated"
      })
  void logsInAgainWhenTheSessionHasExpired(String fault) throws Exception {
    try (LabVcenter lab = LabVcenter.start("--fault", fault)) {
      on(lab).succeed("deploy", HELLO, "--name", "one", "--target", TARGET, "--datastore", "nfs-1");

      assertEquals(2, lab.state().calls("Login"));
      assertEquals(List.of("one"), lab.state().machines());
      assertEquals(List.of(), LabTarget.unfinished(lab));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ImportVApp:1:NoPermission, 4",
    "CreateVM_Task:1:NoPermission, 4",
    "HttpNfcLeaseGetManifest:1:InvalidState, 1",
    "HttpNfcLeaseComplete:1:InvalidState, 1",
    "ReconfigVM_Task:1:TaskInProgress, 1",
    "MoveVirtualDisk_Task:1:FileFault, 1",
    "MoveVirtualDisk_Task:2:NoDiskSpace, 1",
    "MakeDirectory:2:FileFault, 1"
  })
  void leavesNothingWhenACallFails(String fault, int status) throws Exception {
    try (LabVcenter lab = LabVcenter.start("--fault", fault)) {
      Outcome outcome =
          on(lab)
              .run(
                  "deploy",
                  HELLO,
                  "--name",
                  "one",
                  "--target",
                  TARGET,
                  "--datastore",
                  "nfs-1",
                  "-o",
                  "json");

      assertEquals(status, outcome.status(), outcome::toString);
      String name = fault.substring(fault.lastIndexOf(':') + 1);
      assertTrue(outcome.err().contains(name), outcome::toString);
      assertEquals(List.of(), lab.state().machines(), outcome::toString);
      assertEquals(0, lab.state().leases());
      assertEquals(List.of(), LabTarget.unfinished(lab));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nfs-1, ova, upload:hang:20000, did not end within 2 s",
    "nfs-1, ova, upload:reset:20000, the connection broke",
    "nfs-1, ova, space:20000, the server answered with status 500",
    "vsan-1, raw, upload:hang:20000, did not end within 2 s",
    "vsan-1, raw, upload:reset:20000, the connection broke"
  })
  void givesUpATransferThatStallsOrBreaks(
      String datastore, String format, String fault, String said) throws Exception {
    try (LabVcenter lab = LabVcenter.start("--fault", fault)) {
      String image = image(on(lab), format);
      Files.writeString(
          home.resolve("stowage.toml"),
          LabTarget.configuration(lab, "insecure = true\nimage_transfer_timeout_secs = 2"));

      Outcome outcome =
          InstalledStowage.on(home)
              .run("deploy", image, "--name", "one", "--target", "vc", "--datastore", datastore);

      assertEquals(7, outcome.status(), outcome::toString);
      assertTrue(outcome.err().contains(said), outcome::toString);
      assertEquals(List.of(), lab.state().machines());
      assertEquals(0, lab.state().leases());
      assertEquals(1, lab.state().calls("HttpNfcLeaseAbort"));
      assertEquals(List.of(), LabTarget.unfinished(lab));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ImportVApp:1, linked",
    "HttpNfcLeaseGetManifest:1, linked",
    "ReconfigVM_Task:1, linked",
    "MoveVirtualDisk_Task:1, linked",
    "Destroy_Task:1, linked",
    "MoveVirtualDisk_Task:2, linked",
    "CreateVM_Task:1, linked",
    "CopyVirtualDisk_Task:1, full"
  })
  void removesWhatAKilledDeploymentLeft(String hangsAt, String clone) throws Exception {
    try (LabVcenter lab = LabVcenter.start("--fault", hangsAt + ":hang")) {
      Files.writeString(
          home.resolve("stowage.toml"), LabTarget.configuration(lab, "insecure = true"));
      InstalledStowage stowage = InstalledStowage.on(home);
      List<String> command =
          new ArrayList<>(
              List.of("deploy", HELLO, "--name", "one", "--target", "vc", "--datastore", "nfs-1"));
      if (clone.equals("full")) {
        command.add("--full-clone");
      }
      String[] deploy = command.toArray(String[]::new);
      InstalledStowage.Running running = stowage.start(deploy);
      String[] call = hangsAt.split(":");
      while (lab.state().calls(call[0]) < Integer.parseInt(call[1])) {
        assertFalse(running.process().waitFor(100, TimeUnit.MILLISECONDS), hangsAt);
      }
      running.signal("KILL");
      running.outcome();

      stowage.succeed(deploy);

      assertEquals(List.of("one"), lab.state().machines());
      // A claim that nobody waits for, such as that of a folder already removed, stays a name.
      assertEquals(
          List.of(),
          LabTarget.unfinished(lab).stream().filter(path -> !path.contains("/claims/")).toList());
      assertSameAsHello(stowage, descriptor(lab.folder("nfs-1"), "one.vmdk"));
    }
  }

  @Test
  void saysWhatKeepsItFromEntering() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Outcome wrongPassword =
          on(lab).with("GOVC_PASSWORD", "wrong").run("list", "--target", TARGET);
      assertEquals(4, wrongPassword.status(), wrongPassword::toString);
      assertTrue(wrongPassword.err().contains("InvalidLogin"), wrongPassword::toString);

      Outcome untrusted = on(lab).with("GOVC_TLS_CA_CERTS", "").run("list", "--target", TARGET);
      assertEquals(60, untrusted.status(), untrusted::toString);

      Outcome refused =
          on(lab).with("GOVC_URL", "https://127.0.0.1:1/sdk").run("list", "--target", TARGET);
      assertEquals(1, refused.status(), refused::toString);
      assertTrue(refused.err().contains("the connection was refused"), refused::toString);

      Outcome noCluster = on(lab).with("GOVC_CLUSTER", "none").run("list", "--target", TARGET);
      assertEquals(0, noCluster.status(), noCluster::toString);
      noCluster = on(lab).with("GOVC_CLUSTER", "none").run("datastore", "list", "--target", TARGET);
      assertEquals(3, noCluster.status(), noCluster::toString);
      assertTrue(noCluster.err().contains("cluster-1"), noCluster::toString);
    }
  }

  @Test
  void believesACertificateByItsThumbprintOrAnyIfToldSo() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      for (String trust :
          List.of(
              "thumbprint = \"" + lab.thumbprint() + "\"",
              "insecure = true",
              "ca_file = \"" + lab.caFile() + "\"")) {
        assertEquals(0, listed(lab, trust).status(), trust);
      }
      String other = lab.thumbprint().replace('0', '1').replace('A', 'B');
      assertEquals(60, listed(lab, "thumbprint = \"" + other + "\"").status());
    }
  }

  private Outcome listed(LabVcenter lab, String trust) throws Exception {
    Files.writeString(home.resolve("stowage.toml"), LabTarget.configuration(lab, trust));
    return InstalledStowage.on(home).run("datastore", "list", "--target", "vc");
  }
}
