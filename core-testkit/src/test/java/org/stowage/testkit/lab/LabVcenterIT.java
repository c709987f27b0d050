package org.stowage.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.testkit.RealPeers;

/** The lab does as a vCenter does, by the judgement of govc and qemu-img. */
class LabVcenterIT {

  private static final Path HELLO =
      Path.of(System.getProperty("stowage.examples.folder"), "hello.ova");

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private LabVcenter lab;
  private Govc govc;

  @BeforeEach
  void start() throws IOException {
    lab = LabVcenter.start();
    govc = new Govc(folder, lab.environment());
  }

  @AfterEach
  void end() throws IOException {
    // There is none where the program is missing.
    if (lab != null) {
      lab.close();
    }
  }

  private Path imported(String datastore, String machine) throws Exception {
    govc.run("import.ova", "-ds", datastore, "-name", machine, HELLO.toString());
    return disk(datastore, machine);
  }

  /** A machine's first disk. */
  private Path disk(String datastore, String machine) throws Exception {
    String file =
        govc.run("device.info", "-vm", machine, "disk-*")
            .lines()
            .filter(line -> line.contains("File:"))
            .map(line -> line.replaceAll(".*\\] ", ""))
            .findFirst()
            .orElseThrow();
    return path(datastore, file);
  }

  /** A file, in a namespace where the datastore has such. */
  private Path path(String datastore, String file) throws IOException {
    Path plain = lab.folder(datastore).resolve(file);
    if (Files.exists(plain)) {
      return plain;
    }
    try (Stream<Path> namespaces = Files.list(lab.folder(datastore))) {
      return namespaces
          .map(namespace -> namespace.resolve(file.substring(file.indexOf('/') + 1)))
          .filter(Files::exists)
          .findAny()
          .orElseThrow(() -> new AssertionError("there is no " + file + " on " + datastore));
    }
  }

  private byte[] diskOfHello() throws Exception {
    RealPeers.run(folder, "tar", "-xf", HELLO.toString(), "hello-disk1.vmdk");
    return Files.readAllBytes(folder.resolve("hello-disk1.vmdk"));
  }

  private void assertSameDisk(Path disk) throws Exception {
    diskOfHello();
    RealPeers.run(folder, "qemu-img", "compare", "hello-disk1.vmdk", disk.toString());
  }

  /** Asks again until it is so. */
  private static void until(Callable<Boolean> so) throws Exception {
    long start = System.nanoTime();
    while (!so.call()) {
      assertTrue(System.nanoTime() - start < LONGEST_WAIT.toNanos(), "it does not come to that");
    }
  }

  private List<String> leftIn(String datastore) throws IOException {
    try (Stream<Path> left = Files.list(lab.folder(datastore))) {
      return left.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isAVcenterWithDatastoresOfAllTypes() throws Exception {
    assertTrue(govc.run("about").contains("VirtualCenter"));
    assertEquals("/DC0/host/cluster-1", govc.run("ls", "/DC0/host").strip());
    String info = govc.run("datastore.info").replaceAll(" +", " ");
    for (String expected :
        List.of(
            "vmfs-1 VMFS",
            "nfs-1 NFS",
            "nfs41-1 NFS41",
            "vsan-1 vsan",
            "vvol-1 VVOL",
            "local-1 VMFS",
            "gone-1 VMFS",
            "maintenance-1 NFS")) {
      String[] datastore = expected.split(" ");
      assertTrue(
          info.contains(
              "Name: %1$s\n Path: /DC0/datastore/%1$s\n Type: %2$s\n URL: ds:///vmfs/volumes/"
                  .formatted(datastore[0], datastore[1])),
          expected + " in " + info);
    }
  }

  @Test
  void sharesAllDatastoresButOne() throws Exception {
    String shared = govc.run("object.collect", "-json", "datastore/vsan-1", "host");
    String local = govc.run("object.collect", "-json", "datastore/local-1", "host");
    assertEquals(3, shared.split("host-", -1).length - 1, shared);
    assertEquals(1, local.split("host-", -1).length - 1, local);
    assertEquals(
        "false",
        govc.run("object.collect", "-s", "datastore/gone-1", "summary.accessible").strip());
    assertEquals(
        "inMaintenance",
        govc.run("object.collect", "-s", "datastore/maintenance-1", "summary.maintenanceMode")
            .strip());
  }

  @Test
  void startsWithThousandsOfDatastoresInSeconds() throws Exception {
    long before = System.nanoTime();
    try (LabVcenter large = LabVcenter.start("--datastores", "5000")) {
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      assertTrue(took.toSeconds() < 10, took::toString);
      String last =
          new Govc(folder, large.environment()).run("datastore.info", "-json", "more-4999");
      assertTrue(last.contains("more-4999"), last);
    }
  }

  @Test
  void isAHostWithoutAVcenter() throws Exception {
    try (LabVcenter host = LabVcenter.start("--esxi")) {
      Govc onHost = new Govc(folder, host.environment());
      assertTrue(onHost.run("about").contains("HostAgent"));

      onHost.run("import.ova", "-ds", "vmfs-1", "-name", "one", HELLO.toString());

      assertEquals(List.of("one"), host.state().machines());
      assertEquals(diskOfHello().length, host.state().importedBytes());
    }
  }

  @Test
  void leavesNoFolder() throws Exception {
    LabVcenter other = LabVcenter.start();
    Path root = other.caFile().getParent();
    assertTrue(Files.isDirectory(root));
    other.close();
    assertFalse(Files.exists(root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmfs-1", "nfs-1", "nfs41-1", "vsan-1", "vvol-1", "local-1"})
  void keepsWhatIsImportedByteForByte(String datastore) throws Exception {
    Path disk = imported(datastore, "one");

    assertEquals(-1, Files.mismatch(disk, writtenDiskOfHello()));
    RealPeers.run(folder, "qemu-img", "check", disk.toString());
    assertFalse(Files.exists(disk.resolveSibling("disk-0-flat.vmdk")));
    LabState state = lab.state();
    assertEquals(List.of("one"), state.machines());
    assertEquals(0, state.leases());
    assertEquals(0, state.sessions());
    assertEquals(Files.size(disk), state.importedBytes());
    assertEquals(1, state.calls("ImportVApp"));
    assertEquals(1, state.calls("HttpNfcLeaseComplete"));
  }

  private Path writtenDiskOfHello() throws Exception {
    diskOfHello();
    return folder.resolve("hello-disk1.vmdk");
  }

  @Test
  void takesTheCapacityOfADiskFromItsHeader() throws Exception {
    imported("vmfs-1", "one");
    assertTrue(govc.run("device.info", "-vm", "one", "disk-*").contains("16,384 KB"));
  }

  @Test
  void removesAMachineWithItsFiles() throws Exception {
    imported("vmfs-1", "one");
    govc.run("vm.destroy", "one");
    assertEquals(List.of(), leftIn("vmfs-1"));
    assertEquals(List.of(), lab.state().machines());
  }

  @Test
  void linksADiskToAParentOnAnotherDatastore() throws Exception {
    Path parent = imported("vsan-1", "parent");
    govc.run(
        "vm.create", "-net", "VM Network", "-ds", "vsan-1", "-on=false", "-g", "otherGuest", "one");
    String name = parent.getParent().getFileName() + "/disk-0.vmdk";

    govc.run("vm.disk.attach", "-vm", "one", "-ds", "vsan-1", "-disk", name, "-link");

    Path child = disk("vsan-1", "one");
    String chain = RealPeers.run(folder, "qemu-img", "info", "--backing-chain", child.toString());
    assertTrue(chain.contains("backing file: " + parent), chain);
    assertSameDisk(child);
    assertTrue(
        govc.run("device.info", "-vm", "one", "disk-*").contains("Parent:       [vsan-1] " + name));
  }

  @Test
  void copiesMovesAndGrowsDisks() throws Exception {
    imported("vmfs-1", "one");
    govc.run("datastore.mkdir", "-ds", "nfs-1", "disks");

    govc.run(
        "datastore.cp", "-ds", "vmfs-1", "-ds-target", "nfs-1", "one/disk-0.vmdk", "disks/a.vmdk");
    govc.run("datastore.mv", "-ds", "nfs-1", "disks/a.vmdk", "disks/b.vmdk");

    assertFalse(Files.exists(lab.folder("nfs-1").resolve("disks/a-flat.vmdk")));
    assertSameDisk(lab.folder("nfs-1").resolve("disks/b.vmdk"));
    String again =
        govc.fail(
            "datastore.cp",
            "-ds",
            "vmfs-1",
            "-ds-target",
            "nfs-1",
            "one/disk-0.vmdk",
            "disks/b.vmdk");
    assertTrue(again.contains("FileAlreadyExists"), again);
    String nowhere = govc.fail("datastore.mv", "-ds", "nfs-1", "disks/b.vmdk", "none/b.vmdk");
    assertTrue(nowhere.contains("FileNotFound"), nowhere);

    govc.run(
        "vm.disk.attach", "-vm", "one", "-ds", "nfs-1", "-disk", "disks/b.vmdk", "-link=false");
    govc.run(
        "vm.disk.change", "-vm", "one", "-disk.filePath", "[nfs-1] disks/b.vmdk", "-size", "1G");
    String grown =
        RealPeers.run(
            folder, "qemu-img", "info", lab.folder("nfs-1").resolve("disks/b.vmdk").toString());
    assertTrue(grown.contains("virtual size: 1 GiB"), grown);
  }

  @Test
  void createsDisksThatCanBeOpened() throws Exception {
    govc.run("datastore.disk.create", "-ds", "vmfs-1", "-size", "8M", "-a", "busLogic", "one.vmdk");
    Path made = lab.folder("vmfs-1").resolve("one.vmdk");
    assertTrue(
        RealPeers.run(folder, "qemu-img", "info", made.toString()).contains("virtual size: 8 MiB"));
    assertTrue(Files.readString(made).contains("ddb.adapterType = \"buslogic\""));
    assertEquals(8 << 20, Files.size(lab.folder("vmfs-1").resolve("one-flat.vmdk")));
    String again = govc.fail("datastore.disk.create", "-ds", "vmfs-1", "-size", "8M", "one.vmdk");
    assertTrue(again.contains("FileAlreadyExists"), again);
  }

  @Test
  void exportsADiskAsAStream() throws Exception {
    Path disk = imported("vmfs-1", "one");
    govc.run("vm.disk.attach", "-vm", "one", "-ds", "vmfs-1", "-disk", "one/disk-0.vmdk", "-link");

    // The simulator makes no descriptors; the disks come before that.
    String output = govc.fail("export.ovf", "-vm", "one", folder.toString());

    assertTrue(output.contains("CreateDescriptor"), output);
    assertEquals(-1, Files.mismatch(disk, folder.resolve("one/one-disk-0.vmdk")));
    Path linked = folder.resolve("one/one-disk-1.vmdk");
    assertTrue(
        RealPeers.run(folder, "qemu-img", "info", linked.toString()).contains("streamOptimized"));
    assertSameDisk(linked);
    assertEquals(Files.size(disk) + Files.size(linked), lab.state().exportedBytes());
  }

  @Test
  void movesFilesByTheRulesOfADatastore() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[100_000]);
    govc.run("datastore.upload", "-ds", "vmfs-1", file.toString(), "new/folder/file");
    govc.run("datastore.download", "-ds", "vmfs-1", "new/folder/file", folder + "/back");
    assertEquals(-1, Files.mismatch(file, folder.resolve("back")));
    assertEquals(100_000, lab.state().uploadedBytes());
    assertEquals(100_000, lab.state().downloadedBytes());

    govc.run("datastore.mkdir", "-ds", "vmfs-1", "other");
    String exists = govc.fail("datastore.mkdir", "-ds", "vmfs-1", "other");
    assertTrue(exists.contains("exists"), exists);
    // Not even force replaces a folder.
    String taken = govc.fail("datastore.mv", "-f", "-ds", "vmfs-1", "new/folder", "other");
    assertTrue(taken.contains("FileAlreadyExists"), taken);
    String nowhere = govc.fail("datastore.mv", "-ds", "vmfs-1", "new/folder", "none/folder");
    assertTrue(nowhere.contains("FileNotFound"), nowhere);
    govc.run("datastore.mv", "-ds", "vmfs-1", "new/folder", "other/folder");
    assertEquals("file", govc.run("datastore.ls", "-ds", "vmfs-1", "other/folder").strip());
    govc.run("datastore.rm", "-ds", "vmfs-1", "other");
    assertEquals(List.of("new"), leftIn("vmfs-1"));
  }

  @Test
  void takesFilesOnlyFromThoseWhoAreKnown() throws Exception {
    String refused =
        RealPeers.run(
            folder,
            "curl",
            "-s",
            "--cacert",
            lab.caFile().toString(),
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            lab.url().replace("/sdk", "/folder/file?dcPath=DC0&dsName=vmfs-1"));
    assertEquals("401", refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vsan-1", "vvol-1"})
  void makesTopLevelFoldersOfObjectStoresByNamespacesOnly(String datastore) throws Exception {
    assertEquals(
        "false",
        govc.run(
                "object.collect",
                "-s",
                "datastore/" + datastore,
                "capability.topLevelDirectoryCreateSupported")
            .strip());
    govc.fail("datastore.mkdir", "-ds", datastore, "top");
    govc.fail("datastore.mkdir", "-p", "-ds", datastore, "top/below");

    String path = govc.run("datastore.mkdir", "-namespace", "-ds", datastore, "top").strip();
    assertTrue(path.matches("/vmfs/volumes/\\w+:[-0-9a-f]+/[-0-9a-f]{36}"), path);
    govc.run("datastore.mkdir", "-ds", datastore, "top/below");
    assertEquals("below", govc.run("datastore.ls", "-ds", datastore, "top").strip());

    String byName = govc.fail("datastore.rm", "-namespace", "-ds", datastore, "top");
    assertTrue(byName.contains("Invalid datastore path"), byName);
    govc.run("datastore.rm", "-namespace", "-ds", datastore, path);
    assertEquals(List.of(), leftIn(datastore));
  }

  @Test
  void hidesDataFilesOfObjectStores() throws Exception {
    govc.run("datastore.mkdir", "-namespace", "-ds", "vsan-1", "top");
    govc.run("datastore.disk.create", "-ds", "vsan-1", "-size", "1M", "top/one.vmdk");
    assertEquals("one.vmdk", govc.run("datastore.ls", "-ds", "vsan-1", "top").strip());
    govc.fail("datastore.download", "-ds", "vsan-1", "top/one-flat.vmdk", folder + "/data");
    govc.fail("datastore.upload", "-ds", "vsan-1", HELLO.toString(), "top/one-flat.vmdk");
    govc.run("datastore.disk.create", "-ds", "nfs-1", "-size", "1M", "one.vmdk");
    assertTrue(govc.run("datastore.ls", "-ds", "nfs-1").contains("one-flat.vmdk"));
  }

  @Test
  void refusesAWrongPasswordAndAnUnknownAuthority() throws Exception {
    String login = govc.with("GOVC_PASSWORD", "wrong").fail("ls");
    assertTrue(login.contains("Login failure"), login);
    String unknown = govc.with("GOVC_TLS_CA_CERTS", "").fail("about");
    assertTrue(unknown.contains("x509"), unknown);
  }

  @Test
  void letsTheReaderLookAndDoNothing() throws Exception {
    Govc reader = govc.with("GOVC_USERNAME", lab.reader());
    assertTrue(reader.run("datastore.info").contains("vmfs-1"));
    String refused = reader.fail("datastore.mkdir", "-ds", "vmfs-1", "folder");
    assertTrue(refused.contains("Permission to perform this operation was denied"), refused);
    assertTrue(reader.fail("import.ova", "-ds", "vmfs-1", HELLO.toString()).contains("denied"));
    reader.fail("datastore.upload", "-ds", "vmfs-1", HELLO.toString(), "file");
    assertEquals(List.of(), leftIn("vmfs-1"));
  }

  @Test
  void answersTheNthCallWithAFault() throws Exception {
    lab.fault("MakeDirectory:2:FileLocked");
    govc.run("datastore.mkdir", "-ds", "vmfs-1", "a");
    String second = govc.fail("datastore.mkdir", "-ds", "vmfs-1", "b");
    assertTrue(second.contains("FileLocked, as the lab was told"), second);
    govc.run("datastore.mkdir", "-ds", "vmfs-1", "c");
    assertEquals(List.of("a", "c"), leftIn("vmfs-1"));
  }

  @Test
  void knowsAllFaultsOfVsphereAndNoOthers() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> lab.fault("Login:1:NoSuchFault"));
    assertThrows(IllegalArgumentException.class, () -> lab.fault("slow:fast"));
    lab.fault("Login:9:NoPermission/FileFault", "slow:1");
    assertEquals(List.of("Login:9:NoPermission/FileFault", "slow:1"), lab.state().faults());
    lab.clearFaults();
    assertEquals(List.of(), lab.state().faults());
  }

  @Test
  void endsATaskWithAnError() throws Exception {
    lab.fault("task:DeleteDatastoreFile_Task:1:FileFault/NoDiskSpace");
    govc.run("datastore.mkdir", "-ds", "vmfs-1", "a");
    String failed = govc.fail("datastore.rm", "-ds", "vmfs-1", "a");
    assertTrue(failed.contains("FileFault, as the lab was told"), failed);
    assertEquals(List.of("a"), leftIn("vmfs-1"));
  }

  @Test
  void endsSessionsAfterSomeCalls() throws Exception {
    lab.fault("session:2");
    String expired = govc.with("GOVC_DATACENTER", "DC0").fail("datastore.info");
    assertTrue(expired.contains("NotAuthenticated"), expired);
    assertEquals(0, lab.state().sessions());
  }

  @ParameterizedTest
  @CsvSource({
    "upload:reset:30000",
    "lease:InsufficientResourcesFault",
    "space:30000",
    "ImportVApp:1:NoPermission"
  })
  void failsAnImportAndLeavesNothing(String fault) throws Exception {
    lab.fault(fault);

    govc.fail("import.ova", "-ds", "vmfs-1", "-name", "one", HELLO.toString());

    assertEquals(0, lab.state().leases());
    assertEquals(List.of(), lab.state().machines());
    assertEquals(List.of(), leftIn("vmfs-1"));
    lab.clearFaults();
    imported("vmfs-1", "one");
  }

  @Test
  void resetsAnUploadAtAByte() throws Exception {
    lab.fault("upload:reset:30000");
    Path file = Files.write(folder.resolve("file"), new byte[100_000]);
    String broken = govc.fail("datastore.upload", "-ds", "vmfs-1", file.toString(), "file");
    assertTrue(broken.contains("reset by peer") || broken.contains("broken pipe"), broken);
    assertEquals(30_000, lab.state().uploadedBytes());
    assertEquals(30_000, Files.size(lab.folder("vmfs-1").resolve("file")));
    govc.run("datastore.upload", "-ds", "vmfs-1", file.toString(), "file");
  }

  @Test
  void resetsADownloadAtAByte() throws Exception {
    Files.write(lab.folder("vmfs-1").resolve("file"), new byte[1_000_000]);
    lab.fault("download:reset:300000");
    govc.fail("datastore.download", "-ds", "vmfs-1", "file", folder + "/back");
    assertEquals(300_000, lab.state().downloadedBytes());
    govc.run("datastore.download", "-ds", "vmfs-1", "file", folder + "/back");
    assertEquals(1_000_000, Files.size(folder.resolve("back")));
  }

  @Test
  void hasNoMoreRoomThanItWasTold() throws Exception {
    lab.fault("space:1000000");
    govc.run("datastore.mkdir", "-ds", "vmfs-1", "a");
    Path file = Files.write(folder.resolve("file"), new byte[600_000]);
    govc.run("datastore.upload", "-ds", "vmfs-1", file.toString(), "a/one");
    String second = govc.fail("datastore.upload", "-ds", "vmfs-1", file.toString(), "a/two");
    assertTrue(second.contains("507"), second);
    String third =
        govc.fail(
            "datastore.disk.create",
            "-ds",
            "vmfs-1",
            "-size",
            "8M",
            "-d",
            "preallocated",
            "b.vmdk");
    assertTrue(third.contains("NoDiskSpace"), third);
    assertEquals(List.of("a"), leftIn("vmfs-1"));
  }

  @Test
  void losesALeaseWithoutProgress() throws Exception {
    lab.fault("lease-timeout:5", "upload:hang:30000");
    Govc.Running stuck =
        govc.start("import.ova", "-ds", "vmfs-1", "-name", "one", HELLO.toString());
    until(() -> lab.state().importedBytes() == 30_000);
    stuck.kill();
    until(() -> lab.state().leases() == 0);
    until(() -> lab.state().machines().isEmpty());
    until(() -> leftIn("vmfs-1").isEmpty());
  }

  @Test
  void movesAsSlowlyAsItWasTold() throws Exception {
    lab.fault("slow:50000");
    long before = System.nanoTime();
    imported("vmfs-1", "one");
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertTrue(took.toMillis() >= 71_680 * 1000L / 50_000, took::toString);
  }

  @Test
  void answersAsLateAsItWasTold() throws Exception {
    lab.fault("delay:200");
    long before = System.nanoTime();
    govc.run("about");
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    int calls = lab.state().calls("*");
    assertTrue(took.toMillis() >= 200L * calls, () -> took + " for " + calls + " calls");
  }

  @Test
  void doesNotAnswerACallThatHangs() throws Exception {
    lab.fault("MakeDirectory:1:hang");
    Govc.Running stuck = govc.start("datastore.mkdir", "-ds", "vmfs-1", "a");
    until(() -> lab.state().calls("MakeDirectory") == 1);
    assertTrue(stuck.process().isAlive());
    stuck.kill();
    assertEquals(List.of(), leftIn("vmfs-1"));
  }
}
