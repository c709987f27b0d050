package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
}
