package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.LibvirtLab.KvmHost;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.lab.LabGateway.LabVolume;

/** Instances on a real libvirt host, with their disks on a simulated ScaleIO array. */
class LibvirtIT {

  @TempDir private Path home;
  private LibvirtLab lab;
  private KvmHost host;

  @BeforeEach
  void start() throws IOException {
    lab = new LibvirtLab(home);
    host = lab.first();
  }

  @AfterEach
  void end() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  private List<String> volumes() throws IOException {
    return lab.array().volumes().stream().map(LabVolume::name).toList();
  }

  private List<Path> folders() throws IOException {
    if (!Files.exists(host.instances())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(host.instances())) {
      return entries.toList();
    }
  }

  private void assertNothingIsLeft() throws Exception {
    assertEquals(List.of(), volumes());
    assertEquals(List.of(), folders());
    assertEquals("", host.daemon().virsh("list", "--all", "--name").strip());
  }

  @Test
  void bootsAnImageFromAVolume() throws Exception {
    JsonNode made = host.deploy("web-1");

    String said = LibvirtLab.awaitLines(host.console(made), 1);
    assertEquals("STOWAGE-BOOT-OK", said.strip());
    assertEquals("running", made.at("/state").textValue());
    assertEquals("running", host.state("web-1"));
    assertEquals(made, host.json("show", "web-1"));
    assertEquals(made.at("/disks"), host.json("list").at("/instances/0/disks"));

    host.json("destroy", "web-1");

    assertNothingIsLeft();
  }

  @Test
  void givesAnInstanceAllThatItsFlavorSays() throws Exception {
    Path drive = Files.createDirectories(home.resolve("drive/openstack/latest"));
    Files.writeString(drive.resolve("meta_data.json"), "{}");
    RealPeers.require("genisoimage");

    JsonNode made =
        host.deploy(
            "db-1",
            "--cpus=2",
            "--ephemeral=8GiB",
            "--swap=16GiB",
            "--flavor-key=disk:provisioning_type=thin",
            "--flavor-key=quota:disk_total_iops_sec=500",
            "--config-drive=" + home.resolve("drive"));

    assertEquals(3, made.at("/disks").size());
    assertEquals("disk.eph0", made.at("/disks/1/name").textValue());
    assertEquals(16L << 30, made.at("/disks/2/capacityBytes").longValue());
    String domain = host.domain("db-1");
    String device = home.resolve("by-id") + "/emc-vol-" + lab.array().systemId() + "-";
    for (LabVolume each : lab.array().volumes()) {
      assertEquals("ThinProvisioned", each.type());
      assertTrue(domain.contains("<source dev='" + device + each.id() + "'"), domain);
    }
    assertTrue(
        domain.contains(
            "<driver name='qemu' type='raw' cache='none' io='native' discard='unmap'/>"),
        domain);
    assertTrue(domain.contains("<total_iops_sec>500</total_iops_sec>"), domain);
    assertTrue(domain.contains("device='cdrom'"), domain);
    assertFalse(domain.contains(lab.array().password()), domain);
    Path folder = host.console(made).getParent();
    assertTrue(
        RealPeers.run(folder, "isoinfo", "-R", "-l", "-i", "disk.config")
            .contains("meta_data.json"));
    host.json("destroy", "db-1");
    assertNothingIsLeft();
  }

  @Test
  void isExamined() throws Exception {
    JsonNode well = host.json("doctor");
    assertEquals(
        List.of("plugins", "libvirt", "instances-folder", "array", "array-host"),
        well.findValuesAsText("check"));
    assertEquals(List.of("ok"), well.findValuesAsText("status").stream().distinct().toList());
    lab.array().fault("unapproved");
    Outcome ill = host.run("doctor", "-o", "json");
    assertEquals(1, ill.status(), ill::toString);
    assertEquals("failed", ill.json().at("/findings/4/status").textValue(), ill::toString);
    assertTrue(ill.out().contains("not approved"), ill.out());
  }

  @Test
  void discardsOnThinVolumesOnly() throws Exception {
    host.deploy("web-1");
    String domain = host.domain("web-1");
    assertTrue(
        domain.contains("<driver name='qemu' type='raw' cache='none' io='native'/>"), domain);
  }

  @ParameterizedTest
  @CsvSource({
    "--disk-size=10GiB, no multiple of 8589934592 bytes",
    "--disk-size=0, the flavor gives it no capacity",
    "--swap=1GiB, no multiple of",
    "--ephemeral=12GiB, no multiple of"
  })
  void refusesAFlavorBeforeAnythingIsMade(String option, String said) throws Exception {
    Outcome refused =
        host.run(
            "deploy",
            InstalledStowage.helloOva().toString(),
            "--name=web-1",
            option,
            option.startsWith("--disk") ? "--memory=32MiB" : "--disk-size=8GiB");

    assertEquals(2, refused.status(), refused::toString);
    assertTrue(refused.err().contains(said), refused.err());
    assertFalse(lab.array().operations().contains("createVolume"));
    assertNothingIsLeft();
  }

  @Test
  void refusesANameThatIsTaken() throws Exception {
    host.deploy("web-1");
    Outcome refused =
        host.run(
            "deploy", InstalledStowage.helloOva().toString(), "--name=web-1", "--disk-size=8GiB");
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("has a domain of this name"), refused.err());
    assertEquals(1, volumes().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"device:never", "full", "unapproved"})
  void leavesNothingWhereItFails(String fault) throws Exception {
    lab.array().fault(fault);
    Outcome failed =
        host.run(
            "deploy", InstalledStowage.helloOva().toString(), "--name=web-1", "--disk-size=8GiB");
    assertEquals(1, failed.status(), failed::toString);
    lab.array().clearFaults();
    assertNothingIsLeft();
  }

  @Test
  void outlastsWhatGoesWrongForAMoment() throws Exception {
    for (String fault :
        List.of(
            "401:addMappedSdc:1",
            "lost:createVolume:1",
            "lost:setVolumeName:1",
            "503:queryIdByKey:2:2",
            "busy:removeMappedSdc:1:2",
            "slow:getVolume:100",
            "removing:1",
            "device:late:300",
            "leaving:late:300",
            "codes:new")) {
      lab.array().fault(fault);
    }

    JsonNode made = host.deploy("web-1", "--swap=8GiB");
    LibvirtLab.awaitLines(host.console(made), 1);
    assertEquals(2, volumes().size(), volumes()::toString);
    host.json("destroy", "web-1");

    assertNothingIsLeft();
  }

  @Test
  void theNextRunRemovesWhatCouldNotBeRemoved() throws Exception {
    host.deploy("web-1");
    LabVolume volume = lab.array().volumes().get(0);
    lab.array().fault("leaving:late:2500");

    Outcome failed = host.run("destroy", "web-1");

    assertEquals(1, failed.status(), failed::toString);
    for (String named : List.of(volume.name(), "domain1/pool1", lab.array().systemId())) {
      assertTrue(failed.err().contains(named), failed.err());
    }
    assertFalse(failed.err().contains(lab.array().password()), failed.err());
    lab.array().clearFaults();
    while (Files.exists(lab.array().link(host.known(), volume), LinkOption.NOFOLLOW_LINKS)) {
      Thread.onSpinWait();
    }
    host.json("reconcile");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"createVolume", "setVolumeName", "removeMappedSdc"})
  void theNextRunClearsAwayWhatAKilledOneLeft(String killedIn) throws Exception {
    lab.array().fault("hang:" + killedIn + ":1");
    host.killAt(
        lab.array(),
        killedIn,
        "deploy",
        InstalledStowage.helloOva().toString(),
        "--name=web-1",
        "--disk-size=8GiB",
        "--memory=32MiB");
    assertEquals(1, folders().size());
    lab.array().clearFaults();

    host.deploy("web-1");

    assertEquals(1, folders().size());
    assertEquals(1, volumes().size(), volumes()::toString);
    host.json("destroy", "web-1");
    assertNothingIsLeft();
  }
}
