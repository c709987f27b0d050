package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.TopLevelFolder;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.TestTransfer;

/** What local datastores hold, as qemu-img and qemu-io see it. */
class QemuOnLocalTargetIT {

  private static final int CAPACITY = 70 << 20;

  @TempDir Path folder;
  private Path qemuImg;
  private Path raw;

  @BeforeEach
  void writeAnImage() throws IOException {
    qemuImg = RealPeers.require("qemu-img");
    raw = TestImages.write(folder, "raw", content());
  }

  @ParameterizedTest
  @CsvSource({
    "plain, raw",
    "plain, sparse",
    "plain, streamOptimized",
    "objects, streamOptimized",
    "whole-mebibytes, streamOptimized"
  })
  void readsImportedDisksAndTheirClones(String type, String format) throws Exception {
    LocalTarget target = TestTarget.in(folder, type);
    DatastorePath base = importBase(target, type, format);
    assertSame(raw, file(target, base));

    Instance linked = target.instances().create(spec("linked", base, true), new TestTransfer(2));
    Instance full = target.instances().create(spec("full", base, false), new TestTransfer(2));
    assertSame(raw, file(target, linked.disk()));
    assertSame(raw, file(target, full.disk()));

    target.ports(type).disks().copy(base, base.sibling("copy.vmdk"), new TestTransfer(2));
    target.ports(type).disks().move(base.sibling("copy.vmdk"), base.sibling("moved.vmdk"));
    assertSame(raw, file(target, base.sibling("moved.vmdk")));
  }

  @Test
  void findsTheParentOfALinkedCloneOnTheSameAndOnAnotherDatastore() throws Exception {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN, TestTarget.OBJECTS);
    DatastorePath base = importBase(target, TestTarget.PLAIN, "streamOptimized");
    Instance near = target.instances().create(spec("near", base, true), new TestTransfer(2));
    InstanceSpec elsewhere =
        new InstanceSpec(
            "far", TestTarget.OBJECTS, "img", base, true, CAPACITY, AdapterType.IDE, 1, 64, null);
    Instance far = target.instances().create(elsewhere, new TestTransfer(2));

    for (Instance instance : List.of(near, far)) {
      String chain =
          run(qemuImg, "info", "--backing-chain", "--output=json", file(target, instance.disk()));
      assertEquals(2, chain.split("\"format-specific\"", -1).length - 1, chain);
      assertSame(raw, file(target, instance.disk()));
    }
  }

  @Test
  void writesToALinkedCloneAndNotToItsBase() throws Exception {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    DatastorePath base = importBase(target, TestTarget.PLAIN, "streamOptimized");
    InstanceSpec larger =
        new InstanceSpec(
            "larger",
            TestTarget.PLAIN,
            "img",
            base,
            true,
            2L * CAPACITY,
            AdapterType.IDE,
            1,
            64,
            null);
    Instance instance = target.instances().create(larger, new TestTransfer(2));
    Path qemuIo = RealPeers.require("qemu-io");

    run(
        qemuIo,
        "-c",
        "write -P 0xab 1M 64k",
        "-c",
        "write -P 0xcd 100M 64k",
        disk(target, instance));

    run(qemuIo, "-c", "read -P 0xab 1M 64k", "-c", "read -P 0xcd 100M 64k", disk(target, instance));
    assertSame(raw, file(target, base));
    assertEquals((byte) 0xab, TestImages.content(Path.of(disk(target, instance)), folder)[1 << 20]);
  }

  @Test
  void readsAGrownDisk() throws Exception {
    for (String type : List.of(TestTarget.PLAIN, TestTarget.OBJECTS)) {
      LocalTarget target = TestTarget.in(folder, type);
      DatastorePath base = importBase(target, type, "streamOptimized");

      target.ports(type).disks().extend(base, 3L * CAPACITY);

      String info = run(qemuImg, "info", "--output=json", file(target, base));
      assertTrue(info.contains("\"virtual-size\": " + 3L * CAPACITY), info);
      // Without -s, qemu-img takes what one image has and the other lacks for zeros.
      assertSame(raw, file(target, base));
    }
  }

  private DatastorePath importBase(LocalTarget target, String type, String format)
      throws IOException {
    DatastorePorts ports = target.ports(type);
    DatastorePath top = DatastorePath.root(type).resolve("_vmware_base");
    TopLevelFolder.make(ports, top);
    ports.files().makeDirectory(top.resolve("img"));
    BaseDisk base = new BaseDisk(top.resolve("img/img.vmdk"), AdapterType.IDE);
    try (DiskImage image = TestImages.make(folder, format, content())) {
      switch (format) {
        case "streamOptimized" -> ports.imports().importStream(image, base, new TestTransfer(2));
        case "sparse" -> ports.imports().importSparse(image, base, new TestTransfer(2));
        default -> ports.imports().importFlat(image, CAPACITY, base, new TestTransfer(2));
      }
    }
    return base.path();
  }

  private static InstanceSpec spec(String name, DatastorePath base, boolean linked) {
    return new InstanceSpec(
        name, base.datastore(), "img", base, linked, CAPACITY, AdapterType.IDE, 1, 64, null);
  }

  private static String disk(LocalTarget target, Instance instance) {
    return file(target, instance.disk());
  }

  private static String file(LocalTarget target, DatastorePath path) {
    return target.display(path);
  }

  private void assertSame(Path expected, String disk) throws Exception {
    String said = run(qemuImg, "compare", "-f", "raw", "-F", "vmdk", expected.toString(), disk);
    assertTrue(said.contains("Images are identical"), said);
  }

  private static String run(Path program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** Some noise, much of nothing, and an end within a grain table. */
  private static byte[] content() {
    byte[] content = new byte[CAPACITY];
    byte[] noise = new byte[3 << 20];
    new Random(5).nextBytes(noise);
    System.arraycopy(noise, 0, content, 0, noise.length);
    System.arraycopy(noise, 0, content, 33 << 20, noise.length);
    content[CAPACITY - 1] = 1;
    return content;
  }
}
