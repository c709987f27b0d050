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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.lab.LabVcenter;

/**
 * Snapshots of instances on a lab vCenter: {@code linked} and {@code full} by the way their disks
 * were made, both with something that only their guests have written.
 */
class VsphereSnapshotIT {

  private static final String DATASTORE = "nfs-1";
  private static final String FULL_DISK_SCRIPT =
      """
      mount -t tmpfs -o size=4m none "$2" || exit 99
      "$1" snapshot "$3" --to "$2/now.ova" --target vc
      echo status $?
      ls -A "$2"
      """;

  @TempDir private static Path home;
  @TempDir private Path folder;
  private static LabVcenter lab;
  private static InstalledStowage stowage;

  @BeforeAll
  static void deploy() throws Exception {
    lab = LabVcenter.start();
    configure("");
    stowage = InstalledStowage.on(home);
    lab.environment().forEach(stowage::with);
    Path image = TestImages.raw(home.resolve("image.raw"), 64 << 20, 16);
    for (String name : List.of("linked", "full")) {
      deploy(image, name);
    }
  }

  private static void deploy(Path image, String name) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("deploy", image.toString(), "--name", name, "--target", "vc"));
    command.addAll(List.of("--datastore", DATASTORE, "--cpus", "2"));
    if (!name.equals("linked")) {
      command.add("--full-clone");
    }
    stowage.succeed(command.toArray(String[]::new));
    RealPeers.run(
        home, "qemu-io", "-f", "vmdk", "-c", "write -P 0x5a 1M 3M", disk(name).toString());
  }

  private static Path disk(String name) {
    return lab.folder(DATASTORE).resolve(name).resolve(name + ".vmdk");
  }

  private static void configure(String option) throws IOException {
    Files.writeString(
        home.resolve("stowage.toml"),
        LabTarget.configuration(lab, "ca_file = \"" + lab.caFile() + "\"\n" + option));
  }

  @AfterEach
  void repair() throws Exception {
    lab.clearFaults();
    configure("");
    for (String name : List.of("linked", "full")) {
      govc("vm.power", "-off", "-force", name);
    }
  }

  @AfterAll
  static void end() throws IOException {
    lab.close();
  }

  private static Outcome govc(String... arguments) throws Exception {
    return stowage
        .start(
            Stream.concat(Stream.of(RealPeers.require("govc").toString()), Stream.of(arguments))
                .toList())
        .outcome();
  }

  private static void powerOn(String name) throws Exception {
    Outcome outcome = govc("vm.power", "-on", name);
    assertEquals(0, outcome.status(), outcome::toString);
  }

  private static void assertNothingLeftOf(String name) throws Exception {
    assertEquals("", snapshots(name));
    assertEquals(0, lab.state().leases());
    assertEquals(List.of(), LabTarget.unfinished(lab));
  }

  /** By name, one a line. */
  private static String snapshots(String name) throws Exception {
    Outcome outcome = govc("snapshot.tree", "-vm", name);
    assertEquals(0, outcome.status(), outcome::toString);
    // A dot stands for the machine as it is now.
    return outcome.out().replaceAll("(?m)^\\s*\\.$", "").strip();
  }

  @ParameterizedTest
  @CsvSource({"linked, off", "linked, on", "full, off", "full, on"})
  void areStreamsOfTheWholeDisk(String name, String power) throws Exception {
    if (power.equals("on")) {
      powerOn(name);
    }
    Path file = folder.resolve("now.vmdk");
    int snapshots = lab.state().calls("CreateSnapshot_Task");

    JsonNode json = stowage.json("snapshot", name, "--to", file.toString(), "--target", "vc");

    assertEquals(power.equals("on") ? 1 : 0, lab.state().calls("CreateSnapshot_Task") - snapshots);
    assertNothingLeftOf(name);
    String information = RealPeers.run(folder, "qemu-img", "info", file.toString());
    assertTrue(information.contains("create type: streamOptimized"), information);
    assertFalse(information.contains("backing file"), information);
    SameDisk.assertSame(disk(name), "vmdk", file, "vmdk");
    assertEquals(Files.size(file), json.get("storedBytes").longValue());
    assertEquals(List.of("/", "now.vmdk " + Files.size(file)), FileTree.of(folder));
  }

  @ParameterizedTest
  @CsvSource({"linked, off", "full, on"})
  void areAppliancesThatDeployAgain(String name, String power) throws Exception {
    if (power.equals("on")) {
      powerOn(name);
    }
    Path file = folder.resolve("now.ova");

    stowage.succeed("snapshot", name, "--to", file.toString(), "--target", "vc");

    assertNothingLeftOf(name);
    assertEquals(List.of("/", "now.ova " + Files.size(file)), FileTree.of(folder));
    JsonNode verified = stowage.json("image", "verify", file.toString());
    assertTrue(verified.get("sound").booleanValue(), verified::toString);
    JsonNode again =
        stowage.json(
            "deploy",
            file.toString(),
            "--name",
            "again",
            "--target",
            "vc",
            "--datastore",
            "vsan-1");
    try {
      assertEquals("lsilogic", again.get("disk").get("adapterType").textValue());
      RealPeers.run(folder, "tar", "-xf", file.toString());
      SameDisk.assertSame(disk(name), "vmdk", folder.resolve(name + "-disk1.vmdk"), "vmdk");
      String descriptor = Files.readString(folder.resolve(name + ".ovf"));
      assertTrue(descriptor.contains("VirtualQuantity>2<"), descriptor);
    } finally {
      stowage.succeed("destroy", "again", "--target", "vc");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ExportVm:1:NoPermission, off, 4, NoPermission",
    "lease:FileFault, off, 1, FileFault",
    "download:reset:1000000, off, 7, the connection broke",
    "download:spoil:1000000, off, 6, through the host",
    "HttpNfcLeaseGetManifest:1:InvalidState, off, 1, InvalidState",
    "HttpNfcLeaseComplete:1:InvalidState, off, 1, InvalidState",
    "CreateSnapshot_Task:1:NoPermission, on, 4, NoPermission",
    "task:CreateSnapshot_Task:1:FileFault, on, 1, FileFault",
    "ExportSnapshot:1:NoPermission, on, 4, NoPermission",
    "lease:FileFault, on, 1, FileFault",
    "download:reset:1000000, on, 7, the connection broke",
  })
  void leaveNothingWhenTheyFail(String fault, String power, int status, String said)
      throws Exception {
    if (power.equals("on")) {
      powerOn("linked");
    }
    lab.fault(fault);

    Outcome outcome = snapshot("linked");

    assertEquals(status, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains(said), outcome::toString);
    assertEquals(List.of("/"), FileTree.of(folder));
    assertNothingLeftOf("linked");
    assertEquals(List.of(), lab.state().faults());
  }

  private Outcome snapshot(String name) throws Exception {
    return stowage.run(
        "snapshot", name, "--to", folder.resolve("now.ova").toString(), "--target", "vc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on"})
  void endWhenTheHostStalls(String power) throws Exception {
    if (power.equals("on")) {
      powerOn("linked");
    }
    configure("image_transfer_timeout_secs = 2");
    lab.fault("download:hang:1000000");

    Outcome outcome = snapshot("linked");

    assertEquals(7, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("did not end within 2 s"), outcome::toString);
    assertEquals(List.of("/"), FileTree.of(folder));
    assertNothingLeftOf("linked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task:RemoveSnapshot_Task:1:TaskInProgress",
        "task:RemoveSnapshot_Task:1:FileFault",
        "RemoveSnapshot_Task:1:TaskInProgress",
        "task:CreateSnapshot_Task:1:TaskInProgress",
        "ExportSnapshot:1:TaskInProgress"
      })
  void goOnWhenTheServerIsBusyForAWhile(String fault) throws Exception {
    powerOn("linked");
    lab.fault(fault);

    Outcome outcome = snapshot("linked");

    assertEquals(0, outcome.status(), outcome::toString);
    assertEquals(List.of(), lab.state().faults());
    assertNothingLeftOf("linked");
  }

  @Test
  void areRemovedByTheNextOneWhenTheServerDoesNotRemoveThem() throws Exception {
    powerOn("linked");
    String fault = "task:RemoveSnapshot_Task:1:FileFault";
    lab.fault(fault, fault, fault);

    Outcome outcome = snapshot("linked");

    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("Remove the snapshot in the vCenter"), outcome::toString);
    assertEquals(List.of("/"), FileTree.of(folder));
    String left = snapshots("linked");
    assertTrue(outcome.err().contains(left), left);

    assertEquals(0, snapshot("linked").status());

    assertNothingLeftOf("linked");
  }

  @Test
  void leaveTheSnapshotsOfOthersAlone() throws Exception {
    powerOn("linked");
    String others = "stowage-of-somebody";
    govc("snapshot.create", "-vm", "linked", "-m=false", others);
    try {
      assertEquals(0, snapshot("linked").status());

      assertEquals(others, snapshots("linked"));
    } finally {
      govc("snapshot.remove", "-vm", "linked", others);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on"})
  void leaveNothingWhenTheDiskRunsFull(String power) throws Exception {
    if (power.equals("on")) {
      powerOn("full");
    }
    Path small = Files.createDirectory(folder.resolve("small"));
    List<String> command =
        new ArrayList<>(List.of(RealPeers.require("unshare").toString(), "--mount"));
    command.addAll(List.of("--map-root-user", "sh", "-c", FULL_DISK_SCRIPT, "sh"));
    command.addAll(List.of(stowage.launcher().toString(), small.toString(), "full"));

    Outcome outcome = stowage.start(command).outcome();

    assertEquals("status 1", outcome.out().strip(), outcome::toString);
    assertTrue(outcome.err().contains(small + "/now.ova: no space is left"), outcome::toString);
    assertNothingLeftOf("full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on"})
  void leaveNothingAfterCtrlC(String power) throws Exception {
    Outcome outcome = endHalfway("linked", power, "INT");

    assertEquals(130, outcome.status(), outcome::toString);
    assertEquals(List.of("/"), FileTree.of(folder));
    assertNothingLeftOf("linked");
  }

  @ParameterizedTest
  @CsvSource({"off, snapshot", "on, snapshot", "off, destroy", "on, destroy"})
  void areRemovedAfterAKillByTheNextCommand(String power, String next) throws Exception {
    String name = next.equals("destroy") ? "doomed" : "linked";
    if (next.equals("destroy")) {
      deploy(home.resolve("image.raw"), name);
    }
    lab.fault("lease-timeout:2");
    endHalfway(name, power, "KILL");
    lab.clearFaults();
    assertEquals(power.equals("on"), !snapshots(name).isEmpty());
    String doctor = stowage.run("doctor", "--target", "vc").out();
    assertEquals(power.equals("on"), doctor.contains("with a snapshot"), doctor);

    if (next.equals("snapshot")) {
      assertEquals(0, snapshot(name).status());
      assertEquals(
          List.of("/", "now.ova " + Files.size(folder.resolve("now.ova"))), FileTree.of(folder));
      assertNothingLeftOf(name);
    } else {
      stowage.succeed("destroy", name, "--target", "vc");
      assertFalse(lab.state().machines().contains(name));
      assertEquals(0, lab.state().leases());
      assertEquals(List.of(), LabTarget.unfinished(lab));
    }
  }

  @Test
  void comeFromAHostWithoutAVcenter(@TempDir Path otherHome) throws Exception {
    try (LabVcenter host = LabVcenter.start("--esxi")) {
      InstalledStowage alone = InstalledStowage.on(otherHome);
      host.environment().forEach(alone::with);
      String hello = InstalledStowage.helloOva().toString();
      alone.succeed("deploy", hello, "--name", "one", "--target", "govc");
      Path file = folder.resolve("now.vmdk");

      alone.succeed("snapshot", "one", "--to", file.toString(), "--target", "govc");

      Path raw = folder.resolve("hello.raw");
      alone.succeed("image", "convert", hello, raw.toString(), "--format", "raw");
      SameDisk.assertSame(raw, "raw", file, "vmdk");
      assertEquals(0, host.state().leases());
    }
  }

  /** Begins a snapshot, and ends it by a signal when a part of the disk was received. */
  private Outcome endHalfway(String name, String power, String signal) throws Exception {
    if (power.equals("on")) {
      powerOn(name);
    }
    lab.fault("download:hang:1000000");
    Running running =
        stowage.start(
            "snapshot", name, "--to", folder.resolve("now.ova").toString(), "--target", "vc");
    while (lab.state().faults().contains("download:hang:1000000")) {
      assertFalse(running.process().waitFor(50, TimeUnit.MILLISECONDS), "it ended by itself");
    }
    running.signal(signal);
    return running.outcome();
  }
}
