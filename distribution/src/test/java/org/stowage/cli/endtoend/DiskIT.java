package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.lab.LabGateway;

/** Disks on ScaleIO volumes by the command, as an operator configures it. */
class DiskIT {

  private static final String INSTANCE = "b0d0b498-1fe2-479e-995c-80ace2f339a7";
  private static final String HELLO = InstalledStowage.helloOva().toString();

  @TempDir private Path home;
  private LabGateway lab;
  private InstalledStowage stowage;
  private Path config;

  @BeforeEach
  void start() throws IOException {
    lab = LabGateway.start(home.resolve("by-id"));
    config = ScaleioConfig.write(home.resolve("stowage.toml"), lab);
    stowage = InstalledStowage.on(home);
  }

  @AfterEach
  void end() throws IOException {
    lab.close();
  }

  private String[] disk(String verb, String... more) {
    String[] all = new String[5 + more.length];
    System.arraycopy(
        new String[] {"disk", verb, "--config", config.toString(), INSTANCE}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return all;
  }

  @Test
  void liveThroughTheirWholeLife() throws Exception {
    JsonNode made = stowage.json(disk("create", "--image", HELLO, "--capacity", "8GiB"));
    assertEquals("sNC0mB/iR56ZXICs4vM5pw==", made.at("/volume/name").textValue());
    assertEquals("domain1/pool1", made.at("/volume/pool").textValue());
    stowage.succeed(
        disk("create", "disk.swap", "--capacity", "8GiB", "--flavor-key", "disk:pool=pool2"));
    assertEquals("pool2", lab.volume("sNC0mB/iR56ZXICs4vM5pw==swap").orElseThrow().pool());

    JsonNode listed = stowage.json(disk("list"));
    assertEquals(2, listed.at("/disks").size());
    assertEquals(made.at("/volume"), listed.at("/disks/0/volume"));
    assertEquals("disk.swap", listed.at("/disks/1/name").textValue());

    JsonNode connected = stowage.json(disk("connect", "--iops", "100", "--bandwidth", "10MiB"));
    Path device = Path.of(connected.at("/blockPath").textValue());
    assertTrue(Files.exists(device));
    JsonNode extended = stowage.json(disk("extend", "--capacity", "16GiB"));
    assertEquals(16L << 30, extended.at("/volume/capacityBytes").longValue());
    assertEquals("disconnected", stowage.json(disk("disconnect")).at("/outcome").textValue());
    assertFalse(Files.exists(device));
    stowage.succeed(disk("delete"));
    stowage.succeed(disk("delete", "disk.swap"));
    assertEquals(List.of(), lab.volumes());
    assertEquals(
        lab.operations().stream().filter("login"::equals).count(),
        lab.operations().stream().filter("logout"::equals).count());
  }

  @Test
  void areReadAsTheyAreAtOneMomentWhileInUse() throws Exception {
    lab.close();
    // Volumes of this generation may be small; all of one is read.
    lab = LabGateway.start(home.resolve("by-id"), "--version=5.0");
    ScaleioConfig.write(config, lab);
    stowage.succeed(disk("create", "--image", HELLO, "--capacity", "1GiB"));
    stowage.succeed(disk("connect"));
    Path file = home.resolve("now.vmdk");

    stowage.succeed(disk("snapshot", "--to", file.toString()));

    LabGateway.LabVolume volume = lab.volume("sNC0mB/iR56ZXICs4vM5pw==").orElseThrow();
    RealPeers.run(
        home,
        "qemu-img",
        "compare",
        "-f",
        "vmdk",
        "-F",
        "raw",
        "now.vmdk",
        volume.file().toString());
    assertEquals(1, lab.volumes().size());
    assertEquals(List.of(lab.thisHost().guid()), volume.mappedTo());
  }

  @ParameterizedTest
  @ValueSource(strings = {"device:never", "full"})
  void leaveNoSnapshotAndNoFileWhereReadingFails(String fault) throws Exception {
    stowage.succeed(disk("create", "--image", HELLO, "--capacity", "8GiB"));
    lab.fault(fault);
    Path file = home.resolve("now.vmdk");

    Outcome failed = stowage.run(disk("snapshot", "--to", file.toString()));

    assertEquals(1, failed.status(), failed::toString);
    assertFalse(Files.exists(file));
    assertEquals(1, lab.volumes().size());
    assertEquals(List.of(), lab.volumes().get(0).mappedTo());
  }

  @ParameterizedTest
  @CsvSource({
    "10GiB, no multiple of 8589934592 bytes",
    "0, the flavor gives it no capacity",
    "1000, no multiple of"
  })
  void refusesCapacitiesThatNoArrayHas(String capacity, String said) throws Exception {
    Outcome refused = stowage.run(disk("create", "--image", HELLO, "--capacity", capacity));

    assertEquals(2, refused.status());
    assertTrue(refused.err().contains(said), refused.err());
    assertFalse(lab.operations().contains("createVolume"));
    assertFalse(lab.operations().contains("queryIdByKey"));
  }

  @Test
  void neverShowsThePassword() throws Exception {
    lab.fault("unapproved");
    Outcome failed = stowage.run(disk("create", "--image", HELLO, "--capacity", "8GiB"));
    assertEquals(1, failed.status());
    assertTrue(failed.err().contains("not approved"), failed.err());
    assertFalse((failed.err() + failed.out()).contains(lab.password()));
    assertEquals(List.of(), lab.volumes());

    Outcome shown = stowage.run("config", "show", "--config", config.toString());
    assertTrue(shown.out().contains("images_type = \"sio\""), shown.out());
    assertFalse(shown.out().contains(lab.password()), shown.out());
  }

  @ParameterizedTest
  @CsvSource({
    "'[libvirt]\nimages_type = \"rbd\"', There are: sio",
    "'[libvirt]\nimages_type = \"sio\"\n[scaelio]\nx = 1', scaelio",
    "'[libvirt]\nimages_type = \"sio\"\n[scaleio]\nrest_server_ip = 3', rest_server_ip",
    "'[libvirt]\nimages_typ = \"sio\"', images_type",
    "'', [libvirt]"
  })
  void saysWhatIsWrongWithAConfiguration(String toml, String said) throws Exception {
    Files.writeString(config, toml);
    Outcome refused = stowage.run(disk("list"));

    assertEquals(2, refused.status());
    assertTrue(refused.err().contains(said), refused.err());
  }

  @Test
  void saysThatADiskIsNotThere() throws Exception {
    Outcome refused = stowage.run(disk("connect", "disk.local"));
    assertEquals(3, refused.status());
    assertTrue(refused.err().contains("has no disk.local"), refused.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"addMappedSdc", "removeMappedSdc", "setVolumeName"})
  void theNextRunClearsAwayWhatAKilledOneLeft(String killedIn) throws Exception {
    lab.fault("hang:" + killedIn + ":1");
    InstalledStowage.Running running =
        stowage.start(disk("create", "--image", HELLO, "--capacity", "8GiB"));
    while (!lab.operations().contains(killedIn)) {
      assertTrue(running.process().isAlive(), "it ended by itself");
      Thread.onSpinWait();
    }
    running.signal("KILL");
    assertEquals(128 + 9, running.outcome().status());
    assertEquals("sNC0mB/iR56ZXICs4vM5pw==/#", lab.volumes().get(0).name());

    stowage.succeed(disk("create", "--image", HELLO, "--capacity", "8GiB"));

    assertEquals(1, lab.volumes().size());
    assertEquals("sNC0mB/iR56ZXICs4vM5pw==", lab.volumes().get(0).name());
    assertEquals(List.of(), lab.volumes().get(0).mappedTo());
  }
}
