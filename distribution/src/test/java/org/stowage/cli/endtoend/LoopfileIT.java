package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.lab.FileServer;

/** The example of a backend, built by itself from what is published, in the distribution. */
class LoopfileIT {

  private static final String INSTANCE = "b0d0b498-1fe2-479e-995c-80ace2f339a7";

  @TempDir private static Path shared;
  @TempDir private Path home;
  private Path array;
  private Path config;
  private InstalledStowage stowage;

  @BeforeAll
  static void buildAndDropIn() throws Exception {
    Outcome built =
        ThirdParty.run(
            shared, "third-party", "mvn", "-B", "-f", "examples/plugin-loopfile", "verify");
    assertEquals(0, built.status(), built::toString);
    Path distribution = shared.resolve("stowage");
    RealPeers.run(
        shared, "cp", "-r", InstalledStowage.distribution().toString(), distribution.toString());
    Files.copy(
        ThirdParty.sources().resolve("examples/plugin-loopfile/target/plugin-loopfile-1.0.0.jar"),
        distribution.resolve("plugins/plugin-loopfile-1.0.0.jar"));
  }

  @BeforeEach
  void configure() throws IOException {
    RealPeers.requireRoot();
    array = home.resolve("array");
    config =
        Files.writeString(
            home.resolve("stowage.toml"),
            """
            [libvirt]
            images_type = "loopfile"

            [loopfile]
            folder = "%s"
            devices = "loop"
            """
                .formatted(array));
    stowage = InstalledStowage.of(shared.resolve("stowage"), home);
  }

  @AfterEach
  void detach() throws Exception {
    for (String device : loopDevices()) {
      RealPeers.run(home, "losetup", "--detach", device);
    }
  }

  /** The loop devices of files in the array. */
  private List<String> loopDevices() throws Exception {
    return RealPeers.run(
            home, "losetup", "--list", "--noheadings", "--raw", "--output", "NAME,BACK-FILE")
        .lines()
        .filter(line -> line.contains(" " + array + "/"))
        .map(line -> line.split(" ")[0])
        .toList();
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(array.resolve(folder))) {
      return files.toList();
    }
  }

  private String[] disk(String verb, String... more) {
    return Stream.concat(
            Stream.of("disk", verb, "--config", config.toString(), INSTANCE), Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void servesDisksThroughTheirWholeLife() throws Exception {
    JsonNode made =
        stowage.json(
            disk(
                "create",
                "--image",
                InstalledStowage.helloOva().toString(),
                "--capacity",
                "16MiB"));
    assertEquals(16 << 20, made.at("/volume/capacityBytes").intValue());
    String link = stowage.json(disk("connect")).at("/blockPath").textValue();
    assertEquals(loopDevices(), List.of(Path.of(link).toRealPath().toString()));
    assertEquals(made.at("/volume"), stowage.json(disk("list")).at("/disks/0/volume"));

    Path snapshot = home.resolve("now.vmdk");
    stowage.succeed(disk("snapshot", "--to", snapshot.toString()));
    RealPeers.run(
        home, "qemu-img", "compare", "-f", "vmdk", "-F", "raw", snapshot.toString(), link);

    stowage.succeed(disk("extend", "--capacity", "32MiB"));
    assertEquals(
        Long.toString(32 << 20), RealPeers.run(home, "blockdev", "--getsize64", link).strip());
    stowage.succeed(disk("disconnect"));
    assertFalse(Files.isSymbolicLink(Path.of(link)));
    assertEquals(List.of(), loopDevices());
    stowage.succeed(disk("delete"));
    assertEquals(List.of(), files("volumes"));
    assertEquals(List.of(), files("devices"));
  }

  @Test
  void leavesNothingOfARunThatWasKilled() throws Exception {
    Path image = home.resolve("disk.raw");
    byte[] content = new byte[16 << 20];
    new Random(1).nextBytes(content);
    Files.write(image, content);
    InstalledStowage.Running[] running = new InstalledStowage.Running[1];
    try (FileServer server = FileServer.start()) {
      String[] create = disk("create", "--image", server.url("/disk.raw"), "--capacity", "16MiB");
      server.serve("/disk.raw", image).breakAt(12 << 20, () -> killOnceConnected(running));
      synchronized (running) {
        running[0] = stowage.start(create);
      }
      assertEquals(128 + 9, running[0].outcome().status());
      assertEquals(1, loopDevices().size());
      assertTrue(files("volumes").get(0).toString().endsWith("_disk_unfinished"));

      stowage.succeed(create);
    }

    assertEquals(List.of(), loopDevices());
    assertEquals(List.of(), files("devices"));
    assertEquals(1, files("volumes").size());
    RealPeers.run(home, "cmp", image.toString(), files("volumes").get(0).toString());
  }

  private void killOnceConnected(InstalledStowage.Running[] running) {
    try {
      synchronized (running) {
        while (files("devices").isEmpty() && running[0].process().isAlive()) {
          Thread.onSpinWait();
        }
        running[0].signal("KILL");
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
