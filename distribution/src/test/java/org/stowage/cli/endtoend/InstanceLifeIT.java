package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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

/** What instances on a libvirt host go through while they stay there. */
class InstanceLifeIT {

  private static final long GIB = 1L << 30;
  private static final long MARK_AT = 4 * GIB;

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

  /** The root volume of the only instance. */
  private LabVolume root() throws IOException {
    return lab.array().volumes().stream()
        .filter(volume -> volume.name().endsWith("=="))
        .findFirst()
        .orElseThrow();
  }

  private void write(LabVolume volume, String text) throws IOException {
    try (FileChannel file = FileChannel.open(volume.file(), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(text.getBytes()), MARK_AT);
    }
  }

  private String read(LabVolume volume, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (FileChannel file = FileChannel.open(volume.file())) {
      file.read(bytes, MARK_AT);
    }
    return new String(bytes.array());
  }

  @Test
  void resizeKeepsWhatWasUntilItIsConfirmed() throws Exception {
    host.deploy("web-1", "--swap=8GiB");

    JsonNode resized =
        host.json("resize", "web-1", "--cpus=2", "--memory=64MiB", "--disk-size=16GiB");

    assertTrue(resized.at("/resizePending").booleanValue());
    assertEquals("running", resized.at("/state").textValue());
    assertEquals(16 * GIB, root().capacityBytes());
    List<LabVolume> kept =
        lab.array().volumes().stream().filter(volume -> volume.name().endsWith("/~")).toList();
    assertEquals(2, kept.size());
    assertEquals(List.of(), kept.stream().flatMap(volume -> volume.mappedTo().stream()).toList());
    assertTrue(host.domain("web-1").contains("<vcpu placement='static'>2</vcpu>"));
    Outcome again = host.run("resize", "web-1", "--disk-size=24GiB");
    assertEquals(1, again.status());
    assertTrue(again.err().contains("a resize of it is pending"), again.err());

    JsonNode confirmed = host.json("resize", "web-1", "--confirm");

    assertFalse(confirmed.at("/resizePending").booleanValue());
    assertEquals(2, volumes().size(), volumes()::toString);
    assertEquals("running", host.state("web-1"));
    host.json("destroy", "web-1");
    assertEquals(List.of(), volumes());
  }

  @Test
  void revertBringsBackWhatWas() throws Exception {
    JsonNode made = host.deploy("web-1", "--swap=8GiB");
    write(root(), "before");
    host.json("resize", "web-1", "--disk-size=16GiB", "--ephemeral=8GiB", "--swap=16GiB");
    assertEquals("before", read(root(), 6));
    write(root(), "after!");
    Path console = host.console(made);
    LibvirtLab.awaitLines(console, 2);

    JsonNode reverted = host.json("resize", "web-1", "--revert");

    assertFalse(reverted.at("/resizePending").booleanValue());
    assertEquals(2, reverted.at("/disks").size());
    assertEquals(8 * GIB, root().capacityBytes());
    assertEquals("before", read(root(), 6));
    assertEquals(2, volumes().size(), volumes()::toString);
    assertEquals("running", host.state("web-1"));
    assertEquals("STOWAGE-BOOT-OK", LibvirtLab.awaitLines(console, 3).lines().toList().get(2));
    Outcome again = host.run("resize", "web-1", "--revert");
    assertTrue(again.err().contains("no resize of it is pending"), again.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--disk-size=0, and would have 0",
    "--disk-size=20GiB, no multiple of",
    "--swap=0, and would have 0"
  })
  void refusesAFlavorBeforeTheGuestIsStopped(String option, String said) throws Exception {
    JsonNode made = host.deploy("web-1", "--swap=8GiB");
    LibvirtLab.awaitLines(host.console(made), 1);
    String process = host.daemon().virsh("domid", "web-1");

    Outcome refused = host.run("resize", "web-1", option);

    assertEquals(2, refused.status(), refused::toString);
    assertTrue(refused.err().contains(said), refused.err());
    assertEquals(process, host.daemon().virsh("domid", "web-1"));
    assertFalse(lab.array().operations().contains("snapshotVolumes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"503:snapshotVolumes:1:99", "busy:setVolumeSize:1:99", "401:setVolumeSize:1"})
  void staysWhatItWasWhereAResizeFails(String fault) throws Exception {
    host.deploy("web-1");
    lab.array().fault(fault);

    Outcome failed = host.run("resize", "web-1", "--disk-size=16GiB");

    boolean recovers = fault.startsWith("401");
    assertEquals(recovers ? 0 : 1, failed.status(), failed::toString);
    lab.array().clearFaults();
    assertEquals("running", host.state("web-1"));
    assertEquals(recovers ? 16 * GIB : 8 * GIB, root().capacityBytes());
    assertEquals(recovers ? 2 : 1, volumes().size(), volumes()::toString);
    assertEquals(recovers, host.json("show", "web-1").at("/resizePending").booleanValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshotVolumes", "setVolumeSize"})
  void canBeRevertedWhereAResizeWasKilled(String killedIn) throws Exception {
    host.deploy("web-1");
    write(root(), "before");
    lab.array().fault("hang:" + killedIn + ":1");
    host.killAt(lab.array(), killedIn, "resize", "web-1", "--disk-size=16GiB");
    lab.array().clearFaults();
    Outcome refused = host.run("resize", "web-1", "--confirm");
    assertTrue(refused.err().contains("did not end"), refused::toString);

    host.json("resize", "web-1", "--revert");

    assertEquals(8 * GIB, root().capacityBytes());
    assertEquals("before", read(root(), 6));
    assertEquals(1, volumes().size(), volumes()::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setVolumeName:1",
        "setVolumeName:2",
        "removeVolume:1",
        "addMappedSdc:1",
        "addMappedSdc:2"
      })
  void canBeRevertedAgainWhereThatWasKilled(String killedIn) throws Exception {
    host.deploy("web-1");
    write(root(), "before");
    host.json("resize", "web-1", "--disk-size=16GiB");
    write(root(), "after!");
    lab.array().forgetCalls();
    lab.array().fault("hang:" + killedIn);
    int calls = Integer.parseInt(killedIn.split(":")[1]);
    host.killAtCall(lab.array(), killedIn.split(":")[0], calls, "resize", "web-1", "--revert");
    lab.array().clearFaults();

    host.json("resize", "web-1", "--revert");

    assertEquals(8 * GIB, root().capacityBytes());
    assertEquals("before", read(root(), 6));
    assertEquals(1, volumes().size(), volumes()::toString);
    host.daemon().virsh("start", "web-1");
    host.json("destroy", "web-1");
    assertEquals(List.of(), volumes());
  }

  @Test
  void isRescuedFromAnotherImage() throws Exception {
    JsonNode made = host.deploy("web-1");
    Path console = host.console(made);
    LibvirtLab.awaitLines(console, 1);

    JsonNode rescued =
        host.json("rescue", "web-1", "--image", InstalledStowage.helloOva().toString());

    assertTrue(rescued.at("/rescued").booleanValue());
    assertEquals("disk.rescue", rescued.at("/disks/0/name").textValue());
    assertEquals(made.at("/disks/0"), rescued.at("/disks/1"));
    LibvirtLab.awaitLines(console, 2);
    assertEquals(2, volumes().size());

    JsonNode back = host.json("unrescue", "web-1");

    assertEquals(made.at("/disks"), back.at("/disks"));
    assertEquals("running", host.state("web-1"));
    LibvirtLab.awaitLines(console, 3);
    assertEquals(1, volumes().size());
    Outcome again = host.run("unrescue", "web-1");
    assertTrue(again.err().contains("is not being rescued"), again.err());
  }

  @Test
  void isDestroyedWhileItIsRescuedAndResized() throws Exception {
    host.deploy("web-1");
    host.json("resize", "web-1", "--disk-size=16GiB");
    host.json("destroy", "web-1");
    assertEquals(List.of(), volumes());
    host.deploy("web-1");
    host.json("rescue", "web-1", "--image", InstalledStowage.helloOva().toString());
    host.json("destroy", "web-1");
    assertEquals(List.of(), volumes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "device:never"})
  void runsOnWhereARescueFails(String fault) throws Exception {
    host.deploy("web-1");
    String process = host.daemon().virsh("domid", "web-1");
    lab.array().fault(fault);
    Outcome failed = host.run("rescue", "web-1", "--image", InstalledStowage.helloOva().toString());
    assertEquals(1, failed.status(), failed::toString);
    lab.array().clearFaults();
    assertEquals(process, host.daemon().virsh("domid", "web-1"));
    assertEquals(1, volumes().size(), volumes()::toString);
  }

  @Test
  void isReadAtOneMomentWhileItRuns() throws Exception {
    lab.close();
    // Volumes of this generation may be small; all of one is read.
    lab = new LibvirtLab(Files.createDirectory(home.resolve("5")), "--version=5.0");
    host = lab.first();
    JsonNode made = host.deploy("web-1", "--disk-size=1GiB");
    LibvirtLab.awaitLines(host.console(made), 1);

    JsonNode taken = host.json("snapshot", "web-1", "--to", home.resolve("now.vmdk").toString());

    assertEquals(GIB, taken.at("/capacityBytes").longValue());
    RealPeers.run(
        home,
        "qemu-img",
        "compare",
        "-U",
        "-f",
        "vmdk",
        "-F",
        "raw",
        "now.vmdk",
        root().file().toString());
    assertEquals(1, volumes().size());
    assertEquals("running", host.state("web-1"));
    Files.delete(home.resolve("now.vmdk"));
  }

  @Test
  void comesBackAfterItsHostWasDown() throws Exception {
    JsonNode made = host.deploy("web-1", "--swap=8GiB");
    host.deploy("web-2");
    Path console = host.console(made);
    LibvirtLab.awaitLines(console, 1);
    host.daemon().kill();
    host = lab.reboot(host);
    assertEquals("shut off", host.state("web-1"));
    // The array is slow to get up as well.
    lab.array().fault("503:*:1:6");

    JsonNode ready = host.json("reconcile");
    assertEquals("ready", ready.at("/instances/0/outcome").textValue(), ready::toString);
    assertEquals("ready", ready.at("/instances/1/outcome").textValue());
    JsonNode started = host.json("reconcile", "--start");

    assertEquals("started", started.at("/instances/0/outcome").textValue());
    LibvirtLab.awaitLines(console, 2);
    assertEquals(
        "running", host.json("reconcile", "--start").at("/instances/1/outcome").textValue());
  }
}
