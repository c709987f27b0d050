package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;
import org.stowage.testkit.lab.LabState;
import org.stowage.testkit.lab.LabVcenter;

/**
 * Four processes that each deploy sixteen instances of one image, all at the same time, onto two
 * datastores by turns: the image is imported once in all, and nothing fails.
 */
class ManyDeployersIT {

  private static final Path HELLO = InstalledStowage.helloOva();
  private static final int PROCESSES = 4;
  private static final int INSTANCES = 16;

  @TempDir private Path home;

  @Test
  void importOnceOnFolders() throws Exception {
    Files.writeString(
        home.resolve("stowage.toml"),
        """
        [targets.lab.datastores.a]
        path = "a"
        [targets.lab.datastores.b]
        path = "b"
        """);
    Files.createDirectory(home.resolve("a"));
    Files.createDirectory(home.resolve("b"));
    InstalledStowage stowage = InstalledStowage.on(home);

    List<JsonNode> reports = applyAll(stowage, "lab", "a", "b");

    assertOneImport(reports);
    assertOneBase(stowage, "lab", List.of(home.resolve("a"), home.resolve("b")));
    assertAllStand(stowage, "lab", "a", "b");
  }

  @Test
  void importOnceOnAVcenter() throws Exception {
    try (LabVcenter lab = LabVcenter.start()) {
      Files.writeString(
          home.resolve("stowage.toml"),
          LabTarget.configuration(lab, "ca_file = \"" + lab.caFile() + "\""));
      InstalledStowage stowage = InstalledStowage.on(home);
      stowage.succeed(
          "deploy", HELLO.toString(), "--name", "probe", "--image-id", "probe", "--target", "vc");
      LabState before = lab.state();
      stowage.succeed("destroy", "probe", "--target", "vc");

      List<JsonNode> reports = applyAll(stowage, "vc", "nfs-1", "vmfs-1");

      assertOneImport(reports);
      LabState after = lab.state();
      assertEquals(2 * before.importedBytes(), after.importedBytes());
      assertEquals(1, after.calls("ImportVApp") - before.calls("ImportVApp"));
      assertOneBase(stowage, "vc", List.of(lab.folder("nfs-1"), lab.folder("vmfs-1")));
      assertAllStand(stowage, "vc", "nfs-1", "vmfs-1");
      assertEquals(PROCESSES * INSTANCES, after.machines().size());
      assertEquals(0, after.leases());
      assertEquals(0, after.sessions());
      assertEquals(List.of(), LabTarget.unfinished(lab));
    }
  }

  private List<JsonNode> applyAll(InstalledStowage stowage, String target, String... datastores)
      throws Exception {
    List<Running> running = new ArrayList<>();
    for (int process = 0; process < PROCESSES; process++) {
      StringBuilder fleet = new StringBuilder("[defaults]\nimage = \"" + HELLO + "\"\n");
      for (int i = 0; i < INSTANCES; i++) {
        fleet.append("[instances.p%d-%d]\ndatastore = ".formatted(process, i));
        fleet.append("\"" + datastores[(process + i) % datastores.length] + "\"\n");
      }
      Path file = Files.writeString(home.resolve("fleet-" + process + ".toml"), fleet);
      running.add(stowage.start("apply", file.toString(), "--target", target, "-o", "json"));
    }
    List<JsonNode> reports = new ArrayList<>();
    for (Running one : running) {
      Outcome outcome = one.outcome();
      assertEquals(0, outcome.status(), outcome::toString);
      reports.add(outcome.json());
    }
    return reports;
  }

  private static void assertOneImport(List<JsonNode> reports) {
    List<JsonNode> all = new ArrayList<>();
    reports.forEach(report -> report.get("instances").forEach(all::add));
    assertEquals(PROCESSES * INSTANCES, all.size());
    assertEquals(
        1, all.stream().filter(one -> one.get("way").textValue().equals("imported")).count());
    assertEquals(
        1, all.stream().filter(one -> one.get("bytesTransferred").longValue() > 0).count());
  }

  /** By the cache's own account, and by the files of the datastores. */
  private static void assertOneBase(InstalledStowage stowage, String target, List<Path> folders)
      throws Exception {
    List<String> cached = new ArrayList<>();
    stowage
        .json("cache", "list", "--target", target)
        .get("images")
        .forEach(image -> cached.add(image.get("imageId").textValue()));
    assertEquals(
        1, cached.stream().filter(id -> id.startsWith("sha256-")).count(), cached::toString);
    List<Path> bases = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder.resolve("_vmware_base"))) {
        files
            .filter(file -> file.getFileName().toString().matches("sha256-[0-9a-f]+\\.vmdk"))
            .forEach(bases::add);
      } catch (IOException e) {
        // This one has none.
      }
    }
    assertEquals(1, bases.size(), bases::toString);
  }

  private static void assertAllStand(InstalledStowage stowage, String target, String... datastores)
      throws Exception {
    JsonNode list = stowage.json("list", "--target", target).get("instances");
    assertEquals(PROCESSES * INSTANCES, list.size());
    for (String datastore : datastores) {
      assertEquals(
          PROCESSES * INSTANCES / datastores.length,
          list.findValuesAsText("datastore").stream().filter(datastore::equals).count());
    }
    list.forEach(one -> assertEquals(false, one.at("/disk/parentMissing").booleanValue()));
  }
}
