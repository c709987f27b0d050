package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.lab.LabVcenter;

/** Snapshots of instances, as programs that are not ours read them. */
class SnapshotIT {

  private static final String FULL_DISK_SCRIPT =
      """
      mount -t tmpfs -o size=4m none "$2" || exit 99
      "$1" snapshot web-1 --to "$2/web-1.ova"
      echo status $?
      ls -A "$2"
      """;

  @TempDir private Path home;
  @TempDir private Path folder;
  private InstalledStowage stowage;

  @BeforeEach
  void install() {
    stowage = InstalledStowage.on(home);
  }

  /** Deploys the example and writes to its disk, as a guest would. */
  private Path deployed(String... options) throws Exception {
    String[] deploy = {"deploy", InstalledStowage.helloOva().toString(), "--name", "web-1"};
    JsonNode json =
        stowage.json(Stream.concat(Stream.of(deploy), Stream.of(options)).toArray(String[]::new));
    Path disk = Path.of(json.get("disk").get("path").textValue());
    RealPeers.run(home, "qemu-io", "-f", "vmdk", "-c", "write -P 0x5a 1M 3M", disk.toString());
    return disk;
  }

  /** Deploys an image of 64 MiB of data. */
  private Path deployedLarge() throws Exception {
    Path raw = TestImages.raw(folder.resolve("large.raw"), 1L << 30, 64);
    JsonNode json = stowage.json("deploy", raw.toString(), "--name", "web-1");
    Files.delete(raw);
    return Path.of(json.get("disk").get("path").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cpus=2", "--full-clone"})
  void areStreamsOfWhatTheGuestSees(String option) throws Exception {
    Path disk = deployed(option);
    Path file = folder.resolve("web-1.vmdk");

    JsonNode json = stowage.json("snapshot", "web-1", "--to", file.toString());

    String check = RealPeers.run(folder, "qemu-img", "check", "-f", "vmdk", file.toString());
    assertEquals("No errors were found on the image.", check.strip());
    String information = RealPeers.run(folder, "qemu-img", "info", file.toString());
    assertTrue(information.contains("create type: streamOptimized"), information);
    SameDisk.assertSame(disk, "vmdk", file, "vmdk");
    assertEquals(Files.size(file), json.get("storedBytes").longValue());
    assertEquals("bare", json.get("container").textValue());
    assertEquals(List.of("/", "web-1.vmdk " + Files.size(file)), FileTree.of(folder));
  }

  @Test
  void areAppliancesWhoseFilesStandInOrderWithTrueDigests() throws Exception {
    Path disk = deployed();
    Path file = folder.resolve("web-1.ova");

    stowage.succeed("snapshot", "web-1", "--to", file.toString());

    assertEquals(
        "web-1.ovf\nweb-1.mf\nweb-1-disk1.vmdk\n",
        RealPeers.run(folder, "tar", "-tf", file.toString()));
    RealPeers.run(folder, "tar", "-xf", file.toString());
    Files.writeString(
        folder.resolve("sums"),
        Files.readString(folder.resolve("web-1.mf"))
            .replaceAll("SHA256\\((.*)\\)= (.*)", "$2  $1"));
    assertEquals(
        "web-1.ovf: OK\nweb-1-disk1.vmdk: OK\n", RealPeers.run(folder, "sha256sum", "-c", "sums"));
    SameDisk.assertSame(disk, "vmdk", folder.resolve("web-1-disk1.vmdk"), "vmdk");
    String descriptor = Files.readString(folder.resolve("web-1.ovf"));
    long diskBytes = Files.size(folder.resolve("web-1-disk1.vmdk"));
    assertTrue(descriptor.contains("ovf:size=\"" + diskBytes + "\""), descriptor);
  }

  @ParameterizedTest
  @CsvSource({"pvscsi", "ide", "nvme"})
  void deployAsOvasToTheSameMachine(String adapter) throws Exception {
    Path disk = deployed("--adapter-type", adapter);
    Path file = folder.resolve("web-1.ova");
    stowage.succeed("snapshot", "web-1", "--to", file.toString());

    JsonNode verified = stowage.json("image", "verify", file.toString());
    assertTrue(verified.get("sound").booleanValue(), verified::toString);
    assertEquals(0, verified.get("image").get("problems").size(), verified::toString);
    JsonNode again = stowage.json("deploy", file.toString(), "--name", "web-2");

    assertEquals(adapter, again.get("disk").get("adapterType").textValue());
    SameDisk.assertSame(disk, "vmdk", Path.of(again.get("disk").get("path").textValue()), "vmdk");
  }

  @Test
  void areImportedIntoAVcenterByItsUsualClient() throws Exception {
    Path disk = deployed();
    Path file = folder.resolve("web-1.ova");
    stowage.succeed("snapshot", "web-1", "--to", file.toString());
    String govc = RealPeers.require("govc").toString();

    try (LabVcenter lab = LabVcenter.start()) {
      InstalledStowage surroundings = InstalledStowage.on(home);
      lab.environment().forEach(surroundings::with);
      Outcome imported =
          surroundings
              .start(
                  List.of(
                      govc, "import.ova", "-ds", "vmfs-1", "-name", "imported", file.toString()))
              .outcome();

      assertEquals(0, imported.status(), imported::toString);
      SameDisk.assertSame(
          disk, "vmdk", lab.folder("vmfs-1").resolve("imported/disk-0.vmdk"), "vmdk");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmdk", "ova"})
  void areTheSameBytesWithAnyNumberOfThreads(String kind) throws Exception {
    deployedLarge();
    for (String threads : List.of("1", "4")) {
      stowage.succeed(
          "snapshot",
          "web-1",
          "--to",
          folder.resolve(threads + "." + kind).toString(),
          "--level",
          "1",
          "--threads",
          threads);
    }

    assertEquals(-1, Files.mismatch(folder.resolve("1." + kind), folder.resolve("4." + kind)));
  }

  @Test
  void areMadeByImageConvertToo() throws Exception {
    Path disk = deployed();
    Path file = folder.resolve("made.ova");

    stowage.succeed("image", "convert", disk.toString(), file.toString(), "--format", "ova");

    assertEquals(
        "made.ovf\nmade.mf\nmade-disk1.vmdk\n",
        RealPeers.run(folder, "tar", "-tf", file.toString()));
    RealPeers.run(folder, "tar", "-xf", file.toString());
    SameDisk.assertSame(disk, "vmdk", folder.resolve("made-disk1.vmdk"), "vmdk");
    stowage.succeed("image", "verify", file.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "web-1, web-1.qcow2, 2, STW-0001 usage",
    "web-2, web-2.ova, 3, STW-0003 not-found",
    "web-1, no/web-1.ova, 3, STW-0003 not-found",
    "web-1, precious.ova, 1, STW-0005 already-exists"
  })
  void areRefusedBeforeAnythingIsMade(String name, String fileName, int status, String code)
      throws Exception {
    deployed();
    Files.writeString(folder.resolve("precious.ova"), "precious");
    List<String> before = FileTree.of(folder);

    Outcome outcome = stowage.run("snapshot", name, "--to", folder.resolve(fileName).toString());

    assertEquals(status, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("code " + code), outcome::toString);
    assertEquals(before, FileTree.of(folder));
    assertEquals("precious", Files.readString(folder.resolve("precious.ova")));
  }

  @Test
  void areRefusedWhileTheMachineRuns() throws Exception {
    Path disk = deployed();
    Files.createDirectory(disk.resolveSibling("web-1.vmdk.lck"));

    Outcome outcome =
        stowage.run("snapshot", "web-1", "--to", folder.resolve("web-1.ova").toString());

    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("web-1.vmdk.lck"), outcome::toString);
    assertEquals(List.of("/"), FileTree.of(folder));
  }

  @Test
  void leaveNothingAfterCtrlC() throws Exception {
    deployedLarge();

    Outcome outcome = endHalfway("INT");

    assertEquals(130, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("what was half-done has been removed"), outcome::toString);
    assertEquals(List.of("/"), FileTree.of(folder));
    assertEquals(List.of(), stowage.unfinished());
  }

  @Test
  void areMadeOverWhatAKilledOneLeft() throws Exception {
    deployedLarge();
    Outcome outcome = endHalfway("KILL");
    assertEquals(137, outcome.status(), outcome::toString);
    assertEquals(2, FileTree.of(folder).size(), "the killed run was to leave something");

    stowage.succeed("snapshot", "web-1", "--to", folder.resolve("web-1.ova").toString());

    assertEquals(
        List.of("/", "web-1.ova " + Files.size(folder.resolve("web-1.ova"))), FileTree.of(folder));
    stowage.succeed("image", "verify", folder.resolve("web-1.ova").toString());
    stowage.succeed("destroy", "web-1");
  }

  private Outcome endHalfway(String signal) throws Exception {
    Running running =
        stowage.start(
            "snapshot",
            "web-1",
            "--to",
            folder.resolve("web-1.ova").toString(),
            "--level",
            "9",
            "--threads",
            "1");
    while (running.process().isAlive() && bytesIn(folder) == 0) {
      LockSupport.parkNanos(1_000_000);
    }
    running.signal(signal);
    return running.outcome();
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void leaveNothingWhenTheDiskRunsFull() throws Exception {
    deployedLarge();
    Path small = Files.createDirectory(folder.resolve("small"));

    Outcome outcome =
        stowage
            .start(
                List.of(
                    RealPeers.require("unshare").toString(),
                    "--mount",
                    "--map-root-user",
                    "sh",
                    "-c",
                    FULL_DISK_SCRIPT,
                    "sh",
                    stowage.launcher().toString(),
                    small.toString()))
            .outcome();

    assertEquals("status 1", outcome.out().strip(), outcome::toString);
    assertTrue(outcome.err().contains(small + "/web-1.ova: no space is left"), outcome::toString);
  }
}
