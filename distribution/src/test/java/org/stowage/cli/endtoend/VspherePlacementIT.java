package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.Govc;
import org.stowage.testkit.lab.LabState;
import org.stowage.testkit.lab.LabVcenter;

/** One image on many datastores of a vCenter. Every test caches it under an identity of its own. */
class VspherePlacementIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();

  @TempDir private static Path home;

  private static LabVcenter lab;
  private static InstalledStowage stowage;
  private static int names;

  @BeforeAll
  static void start() throws Exception {
    lab = LabVcenter.start();
    String trust = "ca_file = \"" + lab.caFile() + "\"";
    Files.writeString(home.resolve("stowage.toml"), LabTarget.configuration(lab, trust));
    stowage = InstalledStowage.on(home);
  }

  @AfterAll
  static void end() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private static Outcome deploy(String image, String datastore, String... options)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of("deploy", HELLO, "--name", "i" + names++, "--image-id", image));
    command.addAll(List.of("--target", "vc", "--datastore", datastore, "-o", "json"));
    command.addAll(List.of(options));
    return stowage.run(command.toArray(String[]::new));
  }

  private static JsonNode deployed(String image, String datastore, String... options)
      throws Exception {
    Outcome outcome = deploy(image, datastore, options);
    assertEquals(0, outcome.status(), outcome::toString);
    return new com.fasterxml.jackson.databind.ObjectMapper().readTree(outcome.out());
  }

  /** Deploys, and makes sure that the image is not sent again. */
  private static JsonNode deployedOfTheCache(String image, String datastore, String... options)
      throws Exception {
    LabState before = lab.state();
    JsonNode json = deployed(image, datastore, options);
    LabState after = lab.state();
    assertTrue(json.get("cacheHit").booleanValue(), json::toString);
    assertEquals(0, json.get("bytesTransferred").longValue());
    assertEquals(before.importedBytes(), after.importedBytes());
    assertEquals(0, after.calls("ImportVApp") - before.calls("ImportVApp"));
    assertEquals(List.of(), LabTarget.unfinished(lab));
    return json;
  }

  @ParameterizedTest
  @CsvSource({
    "nfs-1, vmfs-1, linked",
    "vmfs-1, nfs41-1, linked",
    "nfs-1, local-1, linked",
    "nfs-1, vsan-1, copied",
    "vsan-1, vmfs-1, copied",
    "vvol-1, vsan-1, copied"
  })
  void theSecondInstanceReadsNothingWhereverItGoes(String first, String second, String way)
      throws Exception {
    String image = "second-" + first + "-" + second;
    deployed(image, first);

    JsonNode json = deployedOfTheCache(image, second);

    assertEquals(way, json.get("way").textValue());
    assertEquals(first, json.get("source").textValue());
    String parent = json.get("disk").get("parent").textValue();
    assertTrue(parent.startsWith("[" + (way.equals("linked") ? first : second) + "]"), parent);
    assertSameAsHello(second, json);
  }

  @Test
  void fullClonesAreCopiedFromWhereverTheImageIs() throws Exception {
    deployed("full", "nfs-1");

    JsonNode json = deployedOfTheCache("full", "vmfs-1", "--full-clone");

    assertEquals("copied", json.get("way").textValue());
    assertTrue(json.get("disk").get("parent").isNull(), json::toString);
    assertSameAsHello("vmfs-1", json);
  }

  @Test
  void aLargerDiskStandsOnASizedBaseBesideTheImage() throws Exception {
    deployed("sized", "nfs-1");

    JsonNode json = deployedOfTheCache("sized", "vmfs-1", "--disk-size", "1GiB");

    assertEquals("linked", json.get("way").textValue());
    assertEquals(
        "[nfs-1] _vmware_base/sized/sized.1.vmdk", json.get("disk").get("parent").textValue());
    assertEquals(1L << 30, json.get("disk").get("capacityBytes").longValue());
  }

  @Test
  void whatNoHostThatIsUpReachesIsCopiedByTheServer() throws Exception {
    try (LabVcenter own = LabVcenter.start()) {
      Path folder = Files.createDirectory(home.resolve("own"));
      InstalledStowage there = InstalledStowage.on(folder);
      Files.writeString(
          folder.resolve("stowage.toml"),
          LabTarget.configuration(own, "ca_file = \"" + own.caFile() + "\""));
      String[] first = {"deploy", HELLO, "--name", "one", "--target", "vc", "--datastore"};
      there.succeed(with(first, "local-1"));
      // local-1 is mounted by one host, which takes machines no more.
      Govc govc = new Govc(folder, own.environment());
      String mounts = govc.run("collect", "-json", "/DC0/datastore/local-1", "host");
      String host = mounts.replaceAll("(?s).*\"(host-\\d+)\".*", "HostSystem:$1");
      govc.run("host.maintenance.enter", govc.run("ls", "-L", host).strip());

      JsonNode json = there.json("deploy", HELLO, "--name", "two", "--target", "vc", "--explain");

      assertEquals("copied", json.get("way").textValue(), json::toString);
      assertEquals("local-1", json.get("source").textValue());
      assertEquals(0, json.get("bytesTransferred").longValue());
      for (JsonNode verdict : json.get("verdicts")) {
        if (verdict.get("datastore").textValue().equals("local-1")) {
          assertEquals(
              "no host that is connected and not in maintenance can write to it",
              verdict.get("reason").textValue());
        }
      }
    }
  }

  private static String[] with(String[] command, String last) {
    return Stream.concat(Stream.of(command), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void aDatastoreThatIsFullLeavesNothing() throws Exception {
    deployed("room", "nfs-1");
    List<String> before = lab.state().machines();
    lab.fault("space:1000");
    try {
      Outcome outcome = deploy("room", "vmfs-1", "--full-clone");

      assertEquals(1, outcome.status(), outcome::toString);
      assertTrue(outcome.err().contains("datastore-full"), outcome::toString);
      assertEquals(before, lab.state().machines());
      assertEquals(List.of(), LabTarget.unfinished(lab));
    } finally {
      lab.clearFaults();
    }
  }

  @Test
  void anImageThatWasRemovedFromTheCacheIsImportedAgain() throws Exception {
    deployed("gone", "nfs-1");
    new Govc(home, lab.environment())
        .run("datastore.rm", "-ds", "nfs-1", "_vmware_base/gone/gone.vmdk");

    JsonNode json = deployed("gone", "vmfs-1");

    assertEquals("imported", json.get("way").textValue());
  }

  @Test
  void disksElsewhereStandAloneBeforeADatastoreGoes() throws Exception {
    deployed("leaving", "nfs41-1");
    String far = deployed("leaving", "vmfs-1").get("instance").textValue();
    String stuck = deployed("leaving", "nfs-1").get("instance").textValue();
    lab.fault("task:PromoteDisks_Task:2:NoDiskSpace");
    Outcome first = stowage.run("datastore", "evacuate", "nfs41-1", "--target", "vc", "-o", "json");
    assertEquals(1, first.status(), first::toString);
    JsonNode one = new com.fasterxml.jackson.databind.ObjectMapper().readTree(first.out());
    assertEquals(
        List.of("stands-alone", "failed"), one.get("dependents").findValuesAsText("outcome"));
    assertEquals("STW-0010", one.at("/dependents/1/code").textValue());

    JsonNode again = stowage.json("datastore", "evacuate", "nfs41-1", "--target", "vc");

    assertEquals(List.of("stands-alone"), again.get("dependents").findValuesAsText("outcome"));
    new Govc(home, lab.environment()).run("datastore.rm", "-ds", "nfs41-1", "_vmware_base/leaving");
    for (String name : List.of(far, stuck)) {
      JsonNode shown = stowage.json("show", name, "--target", "vc");
      assertTrue(shown.at("/disk/parent").isNull(), shown::toString);
      assertSameAsHello(shown.get("datastore").textValue(), shown);
    }
  }

  @Test
  void linkedClonesGrowOnceTheyStandAlone() throws Exception {
    String name = deployed("growing", "vmfs-1").get("instance").textValue();
    Outcome linked = stowage.run("resize", name, "--disk-size", "1GiB", "--target", "vc");
    assertEquals(1, linked.status(), linked::toString);
    assertTrue(
        linked.err().contains("it is a linked clone") && linked.err().contains("--full-clone"),
        linked::toString);

    JsonNode json =
        stowage.json("resize", name, "--disk-size", "1GiB", "--full-clone", "--target", "vc");

    assertEquals(1L << 30, json.at("/disk/capacityBytes").longValue());
    Outcome smaller = stowage.run("resize", name, "--disk-size", "512MiB", "--target", "vc");
    assertEquals(1, smaller.status(), smaller::toString);
    assertTrue(smaller.err().contains("disks only grow"), smaller::toString);
  }

  private static void assertSameAsHello(String datastore, JsonNode deployed) throws Exception {
    Path raw = home.resolve("hello-" + deployed.get("instance").textValue() + ".raw");
    stowage.succeed("image", "convert", HELLO, raw.toString(), "--format", "raw");
    SameDisk.assertSame(
        raw,
        "raw",
        descriptor(lab.folder(datastore), deployed.get("instance").textValue() + ".vmdk"),
        "vmdk");
  }

  private static Path descriptor(Path folder, String name) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals(name))
          .findAny()
          .orElseThrow();
    }
  }
}
