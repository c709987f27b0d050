package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.Govc;
import org.stowage.testkit.lab.Vcsim;

/**
 * Stowage and govc on govmomi's own simulator, as a vCenter and as an ESXi host: what somebody else
 * thinks that a server does, looked at by somebody else's client.
 *
 * <p>It hashes what a lease imports and drops it, so the base disk is put there by hand; and it
 * does not export machines.
 */
class VcsimIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();
  private static final String DATASTORE = "nfs-1";

  @TempDir private Path folder;
  private Vcsim vcsim;
  private Govc govc;
  private InstalledStowage stowage;

  @AfterEach
  void end() throws IOException {
    // There is none where the program is missing.
    if (vcsim != null) {
      vcsim.close();
    }
  }

  /** Its own datastores are of a type that no server has. */
  private void start(String mode) throws Exception {
    boolean alone = mode.equals("-esx");
    vcsim =
        alone ? Vcsim.start("-esx", "-vm", "0") : Vcsim.start("-standalone-host", "0", "-vm", "0");
    govc = new Govc(folder, vcsim.environment());
    stowage = InstalledStowage.on(Files.createDirectory(folder.resolve("home")));
    vcsim.environment().forEach(stowage::with);
    String hosts = alone ? "/ha-datacenter/host/*/*" : "/DC0/host/DC0_C0/*";
    govc.run(
        "datastore.create",
        "-type",
        "nfs",
        "-name",
        Files.createDirectory(folder.resolve(DATASTORE)).toString(),
        "-remote-host",
        "nas",
        "-remote-path",
        "/export",
        hosts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vcenter", "-esx"})
  void takesAnImageThroughALease(String mode) throws Exception {
    start(mode);

    Outcome outcome = deploy("one");

    // The content is gone, as the manifest says that it had come.
    assertTrue(outcome.err().contains("descriptor-malformed"), outcome::toString);
    assertEquals(0, Files.size(base()));
    assertEquals("", govc.run("ls", "vm").strip());
    assertEquals("claims", govc.run("datastore.ls", "-ds", DATASTORE, "vmware_temp").strip());
    assertEquals("", govc.run("datastore.ls", "-ds", DATASTORE, "vmware_temp/claims").strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vcenter", "-esx"})
  void deploysListsAndDestroysWhatGovcSees(String mode) throws Exception {
    start(mode);
    cache();

    assertEquals(0, deploy("linked").status());
    assertEquals(0, deploy("full", "--full-clone", "--cpus", "2").status());

    JsonNode instances = stowage.json("list", "--target", "govc").get("instances");
    assertEquals(
        List.of("full", "linked"), List.of(name(instances.get(0)), name(instances.get(1))));
    String linked = device("linked");
    assertTrue(linked.contains(" Controller: lsilogic-"), linked);
    assertTrue(linked.contains(" File: [nfs-1] linked/linked.vmdk"), linked);
    assertTrue(linked.contains(" Parent: [nfs-1] _vmware_base/"), linked);
    String full = device("full");
    assertTrue(full.contains(" Controller: lsilogic-"), full);
    assertTrue(full.contains(" File: [nfs-1] full/full.vmdk"), full);
    assertFalse(full.contains("Parent:"), full);
    assertTrue(govc.run("vm.info", "full").replaceAll(" +", " ").contains(" CPU: 2 vCPU(s)"));

    stowage.succeed("destroy", "linked", "--target", "govc");
    stowage.succeed("destroy", "full", "--target", "govc");

    assertEquals("", govc.run("ls", "vm").strip());
    assertEquals("_vmware_base\nvmware_temp", govc.run("datastore.ls", "-ds", DATASTORE).strip());
    assertTrue(Files.size(base()) > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vcenter", "-esx"})
  void leavesNoSnapshotWhereMachinesAreNotExported(String mode) throws Exception {
    start(mode);
    cache();
    assertEquals(0, deploy("one").status());
    Path file = folder.resolve("one.ova");

    Outcome outcome = stowage.run("snapshot", "one", "--to", file.toString(), "--target", "govc");

    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("does not implement: ExportVm"), outcome::toString);
    assertFalse(Files.exists(file));
    assertEquals("", govc.run("snapshot.tree", "-vm", "one").strip());
  }

  private Outcome deploy(String name, String... more) throws Exception {
    return stowage.run(
        Stream.concat(
                Stream.of(
                    "deploy", HELLO, "--name", name, "--target", "govc", "--datastore", DATASTORE),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** Has the image cached, with a content. */
  private void cache() throws Exception {
    deploy("one");
    Path disk = folder.resolve("hello.vmdk");
    stowage.succeed("image", "convert", HELLO, disk.toString(), "--format", "sparse");
    Files.copy(disk, base(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path base() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(DATASTORE).resolve("_vmware_base"))) {
      return files
          .filter(file -> file.toString().matches(".*(?<!-flat)\\.vmdk"))
          .findAny()
          .orElseThrow();
    }
  }

  private String device(String machine) throws Exception {
    return govc.run("device.info", "-vm", machine, "disk-*").replaceAll(" +", " ");
  }

  private static String name(JsonNode instance) {
    return instance.get("instance").textValue();
  }
}
