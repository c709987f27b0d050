package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.LibvirtLab.KvmHost;
import org.stowage.testkit.lab.LabGateway.Call;
import org.stowage.testkit.lab.LabGateway.LabVolume;

/** Instances that change their host: two real libvirt daemons, one array. */
class MigrateIT {

  private static final int DISKS = 3;

  @TempDir private Path home;
  private LibvirtLab lab;
  private KvmHost source;
  private KvmHost destination;
  private Path console;
  private String id;

  @BeforeEach
  void start() throws Exception {
    lab = new LibvirtLab(home);
    source = lab.first();
    destination = lab.second();
    Path drive = Files.createDirectories(home.resolve("drive"));
    Files.writeString(drive.resolve("user_data"), "hello");
    JsonNode made =
        source.deploy("web-1", "--ephemeral=8GiB", "--swap=8GiB", "--config-drive=" + drive);
    id = made.at("/id").textValue();
    console = source.console(made);
    LibvirtLab.awaitLines(console, 1);
    lab.array().forgetCalls();
  }

  @AfterEach
  void end() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  /** Every disk is connected to these hosts, and to no other. */
  private void assertConnectedTo(KvmHost... hosts) throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (KvmHost host : hosts) {
      wanted.add(host.known().guid());
    }
    assertEquals(DISKS, lab.array().volumes().size());
    for (LabVolume volume : lab.array().volumes()) {
      assertEquals(wanted, new TreeSet<>(volume.mappedTo()), volume.name());
    }
  }

  /** What the array was told to do with mappings, in order: operation and host. */
  private List<String> mappings() throws IOException {
    return lab.array().calls().stream()
        .filter(call -> call.operation().endsWith("MappedSdc"))
        .map(this::mapping)
        .toList();
  }

  private String mapping(Call call) {
    boolean first = call.body().contains(source.known().guid());
    return (call.operation().startsWith("add") ? "+" : "-") + (first ? "source" : "destination");
  }

  private static List<String> times(int count, String what) {
    return Collections.nCopies(count, what);
  }

  private static List<String> together(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private String fileOf(KvmHost host, String name) {
    return host.instances().resolve(id).resolve(name).toString();
  }

  private void libvirtMoves() throws Exception {
    source
        .daemon()
        .virsh(
            "migrate",
            "--live",
            "--persistent",
            "--undefinesource",
            "web-1",
            destination.daemon().uri(),
            "tcp://127.0.0.1");
  }

  private JsonNode prepare() throws Exception {
    return destination.json(
        "migrate",
        "prepare",
        id,
        "--definition=" + fileOf(source, "domain.xml"),
        "--config-drive=" + fileOf(source, "disk.config"));
  }

  @Test
  void whileTheyRun() throws Exception {
    JsonNode prepared = prepare();

    assertEquals("prepared", prepared.at("/outcome").textValue());
    assertEquals(DISKS, prepared.at("/disks").size());
    assertConnectedTo(source, destination);
    libvirtMoves();
    assertEquals("running", destination.state("web-1"));
    JsonNode finished = source.json("migrate", "finish", id);

    assertEquals("finished", finished.at("/outcome").textValue());
    assertConnectedTo(destination);
    assertEquals(together(times(DISKS, "+destination"), times(DISKS, "-source")), mappings());
    assertEquals("", source.daemon().virsh("list", "--all", "--name").strip());
    assertEquals("running", destination.state("web-1"));
    assertFalse(Files.exists(source.instances().resolve(id)));
    assertTrue(Files.exists(Path.of(fileOf(destination, "disk.config"))));
    assertTrue(Files.exists(Path.of(fileOf(destination, "domain.xml"))));
    Outcome tooLate = destination.run("migrate", "rollback", id);
    assertEquals(1, tooLate.status());
    assertTrue(tooLate.err().contains("runs on this host"), tooLate.err());
    assertConnectedTo(destination);
    destination.json("destroy", "web-1");
    assertEquals(List.of(), lab.array().volumes());
  }

  @Test
  void notWhereADeviceDoesNotCome() throws Exception {
    lab.array().fault("device:never");

    Outcome failed =
        destination.run(
            "migrate", "prepare", id, "--config-drive=" + fileOf(source, "disk.config"));

    assertEquals(1, failed.status(), failed::toString);
    assertTrue(failed.err().contains("has not come"), failed.err());
    assertConnectedTo(source);
    assertFalse(Files.exists(destination.instances().resolve(id)));
    assertEquals("running", source.state("web-1"));
  }

  @Test
  void andStayWhereTheyWereWhenThatFails() throws Exception {
    prepare();

    JsonNode back = destination.json("migrate", "rollback", id);

    assertEquals("rolled-back", back.at("/outcome").textValue());
    assertConnectedTo(source);
    assertFalse(mappings().contains("-source"));
    assertFalse(Files.exists(destination.instances().resolve(id)));
    assertEquals("running", source.state("web-1"));
    prepare();
    libvirtMoves();
    assertEquals("running", destination.state("web-1"));
  }

  @Test
  void butNotByCommandsOnTheWrongHost() throws Exception {
    prepare();

    Outcome rollback = source.run("migrate", "rollback", id);
    assertEquals(1, rollback.status());
    Outcome finish = source.run("migrate", "finish", id);
    assertEquals(1, finish.status());
    assertTrue(finish.err().contains("runs on this host"), finish.err());
    Outcome early = destination.run("migrate", "finish", id);
    assertEquals(1, early.status());
    assertTrue(early.err().contains("on its way to this host"), early.err());
    source.daemon().virsh("destroy", "web-1");
    rollback = source.run("migrate", "rollback", id);
    assertTrue(rollback.err().contains("no move to this host was prepared"), rollback.err());
    Outcome here = source.run("migrate", "prepare", id);
    assertTrue(here.err().contains("is on this host already"), here.err());
    assertConnectedTo(source, destination);
    destination.json("migrate", "rollback", id);
    Outcome nowhere = source.run("migrate", "finish", id);
    assertTrue(nowhere.err().contains("no other host has its disks"), nowhere.err());
    assertConnectedTo(source);
  }

  @Test
  void whileTheyAreStopped() throws Exception {
    source.daemon().virsh("destroy", "web-1");

    JsonNode prepared = prepareCold();
    assertEquals(DISKS, prepared.at("/disks").size());
    assertEquals("shut off", destination.state("web-1"));
    destination.daemon().virsh("start", "web-1");
    source.json("migrate", "finish", id);

    LibvirtLab.awaitLines(Path.of(fileOf(destination, "console.log")), 1);
    assertConnectedTo(destination);
    assertEquals("", source.daemon().virsh("list", "--all", "--name").strip());
  }

  private JsonNode prepareCold() throws Exception {
    return destination.json(
        "migrate",
        "prepare",
        id,
        "--cold",
        "--definition=" + fileOf(source, "domain.xml"),
        "--config-drive=" + fileOf(source, "disk.config"));
  }

  @Test
  void andGoBackWhileTheyAreStopped() throws Exception {
    source.daemon().virsh("destroy", "web-1");
    prepareCold();
    destination.daemon().virsh("start", "web-1");
    destination.daemon().virsh("destroy", "web-1");

    destination.json("migrate", "rollback", id);

    assertConnectedTo(source);
    assertEquals("", destination.daemon().virsh("list", "--all", "--name").strip());
    source.daemon().virsh("start", "web-1");
    LibvirtLab.awaitLines(console, 2);
  }

  @Test
  void whenTheirHostIsDead() throws Exception {
    Path definition = home.resolve("domain.xml");
    Files.copy(
        Path.of(fileOf(source, "domain.xml")), definition, StandardCopyOption.REPLACE_EXISTING);
    source.daemon().kill();

    JsonNode evacuated =
        destination.json(
            "migrate",
            "evacuate",
            id,
            "--dead-host=" + source.known().guid(),
            "--definition=" + definition,
            "--config-drive=" + fileOf(source, "disk.config"));

    assertEquals(DISKS, evacuated.at("/disks").size());
    assertEquals(together(times(DISKS, "-source"), times(DISKS, "+destination")), mappings());
    LibvirtLab.awaitLines(Path.of(fileOf(destination, "console.log")), 1);
    assertConnectedTo(destination);

    source = lab.reboot(source);
    JsonNode reconciled = source.json("reconcile", "--start");
    assertEquals("elsewhere", reconciled.at("/instances/0/outcome").textValue());
    assertEquals("shut off", source.state("web-1"));
    source.json("migrate", "finish", id);
    assertConnectedTo(destination);
    assertEquals("running", destination.state("web-1"));
  }

  @Test
  void andAMoveThatWasCutOffIsDoneAgain() throws Exception {
    lab.array().fault("hang:addMappedSdc:2");
    destination.killAtCall(lab.array(), "addMappedSdc", 2, "migrate", "prepare", id);
    lab.array().clearFaults();
    prepare();
    assertConnectedTo(source, destination);
    libvirtMoves();
    lab.array().fault("hang:removeMappedSdc:2");
    source.killAtCall(lab.array(), "removeMappedSdc", 2, "migrate", "finish", id);
    lab.array().clearFaults();

    source.json("reconcile");

    assertConnectedTo(destination);
    assertFalse(Files.exists(source.instances().resolve(id)));
  }
}
