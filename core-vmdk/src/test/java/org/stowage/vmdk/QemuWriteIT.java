package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.testkit.TestTransfer;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.raw.RawReader;
import org.stowage.vmdk.write.DiskSinks;
import org.stowage.vmdk.write.FlatDisk;
import org.stowage.vmdk.write.TestContent;

/** Everything that is written here reads in qemu as it was meant. */
class QemuWriteIT {

  // More than one grain table, and a last grain that is cut short.
  private static final int CAPACITY = (33 << 20) + 5 * 512;

  @TempDir private Path folder;
  private QemuImg qemu;

  @BeforeEach
  void findPeer() {
    qemu = new QemuImg(folder);
  }

  @ParameterizedTest
  @EnumSource
  void qemuReadsWhatWasWritten(WrittenKind kind) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 1);
    content.writeTo(folder.resolve("expected.raw"));

    write(kind, "disk.vmdk", content);

    assertSound(kind, "disk.vmdk", "expected.raw");
    if (kind.createType() != null) {
      String info = qemu.info("disk.vmdk");
      assertTrue(info.contains("\"virtual-size\": " + CAPACITY), info);
      assertTrue(info.contains("\"create-type\": \"" + kind.createType() + '"'), info);
    }
  }

  @ParameterizedTest
  @EnumSource
  void qemuReadsADiskOfZeros(WrittenKind kind) throws Exception {
    TestContent content = TestContent.zeros(CAPACITY);
    content.writeTo(folder.resolve("expected.raw"));

    write(kind, "disk.vmdk", content);

    assertSound(kind, "disk.vmdk", "expected.raw");
  }

  @ParameterizedTest
  @EnumSource
  void convertsWhatQemuWrote(WrittenKind kind) throws Exception {
    TestContent.mixed(CAPACITY, 2).writeTo(folder.resolve("expected.raw"));
    String subformat = kind.createType() == null ? "monolithicSparse" : kind.createType();
    qemu.img(
        "convert", "-O", "vmdk", "-o", "subformat=" + subformat, "expected.raw", "source.vmdk");

    try (DiskImage source = VmdkReader.open(FileImageSource.of(folder.resolve("source.vmdk")))) {
      DiskSpec spec = new DiskSpec(source.facts().capacityBytes(), AdapterType.IDE);
      copy(source, kind, spec, "disk.vmdk");
    }

    assertSound(kind, "disk.vmdk", "expected.raw");
  }

  @Test
  void storesAStreamInNoMoreThanQemuDoes() throws Exception {
    Path raw = TestContent.mixed(CAPACITY, 3).writeTo(folder.resolve("expected.raw"));
    qemu.img(
        "convert", "-O", "vmdk", "-o", "subformat=streamOptimized", "expected.raw", "qemu.vmdk");

    try (DiskImage source = RawReader.open(FileImageSource.of(raw), "raw")) {
      DiskSpec spec = new DiskSpec(CAPACITY, AdapterType.LSILOGIC);
      copy(source, WrittenKind.STREAM_OPTIMIZED, spec, "disk.vmdk");
    }

    long theirs = Files.size(folder.resolve("qemu.vmdk"));
    long ours = Files.size(folder.resolve("disk.vmdk"));
    assertTrue(ours <= theirs, "ours has %d bytes, qemu's %d".formatted(ours, theirs));
  }

  @Test
  void qemuReadsAndWritesALinkedChildLargerThanItsParent() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 4);
    Files.createDirectories(folder.resolve("base"));
    write(WrittenKind.FLAT, "base/base.vmdk", content);
    byte[] base = Files.readAllBytes(folder.resolve("base/base-flat.vmdk"));
    int childCapacity = 200 << 20;

    DiskSinks.linkedChild(
        new DiskSpec(childCapacity, AdapterType.LSILOGIC),
        FolderImageTarget.of(folder.resolve("vm.vmdk")),
        contentId("base/base.vmdk"),
        "base/base.vmdk");

    qemu.img("check", "-f", "vmdk", "vm.vmdk");
    byte[] expected = Arrays.copyOf(content.bytes(), childCapacity);
    assertArrayEquals(expected, qemu.contentOf("vm.vmdk", "vmdk"));

    qemu.write("vm.vmdk", "vmdk", "write -P 0x55 1000k 3k", "write -P 0x66 199M 4k");

    Arrays.fill(expected, 1000 << 10, 1003 << 10, (byte) 0x55);
    Arrays.fill(expected, 199 << 20, (199 << 20) + 4096, (byte) 0x66);
    qemu.img("check", "-f", "vmdk", "vm.vmdk");
    assertArrayEquals(expected, qemu.contentOf("vm.vmdk", "vmdk"));
    assertArrayEquals(base, Files.readAllBytes(folder.resolve("base/base-flat.vmdk")));
    try (DiskImage child = VmdkReader.open(FileImageSource.of(folder.resolve("vm.vmdk")))) {
      copy(child, WrittenKind.RAW, new DiskSpec(childCapacity, AdapterType.IDE), "child.raw");
    }
    assertArrayEquals(expected, Files.readAllBytes(folder.resolve("child.raw")));
  }

  @ParameterizedTest
  @EnumSource(names = {"SPARSE", "FLAT"})
  void qemuWritesToWhatWasWritten(WrittenKind kind) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 5);
    write(kind, "disk.vmdk", content);

    qemu.write("disk.vmdk", "vmdk", "write -P 0x77 0 1M", "write -P 0x78 32M 1M");

    Arrays.fill(content.bytes(), 0, 1 << 20, (byte) 0x77);
    Arrays.fill(content.bytes(), 32 << 20, 33 << 20, (byte) 0x78);
    content.writeTo(folder.resolve("expected.raw"));
    assertSound(kind, "disk.vmdk", "expected.raw");
  }

  @Test
  void qemuReadsAnExtendedDisk() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 6);
    write(WrittenKind.FLAT, "disk.vmdk", content);

    FlatDisk.extend(folder.resolve("disk.vmdk"), 100 << 20, folder.resolve("draft"));

    assertArrayEquals(
        Arrays.copyOf(content.bytes(), 100 << 20), qemu.contentOf("disk.vmdk", "vmdk"));
  }

  @Test
  void qemuReadsALargeDiskWithContentAtItsEnd() throws Exception {
    long capacity = 5L << 40;
    try (DiskSink sink =
        DiskSinks.sparse(
            new DiskSpec(capacity, AdapterType.LSILOGIC),
            FolderImageTarget.of(folder.resolve("large.vmdk")))) {
      sink.write(capacity - 512, ByteBuffer.wrap(new byte[512]).put(0, (byte) 9));
      sink.finish();
    }

    qemu.img("check", "-f", "vmdk", "large.vmdk");
    qemu.write(
        "large.vmdk",
        "vmdk",
        "read -P 0 0 64k",
        "read -P 9 %d 1".formatted(capacity - 512),
        "read -P 0 %d 511".formatted(capacity - 511));
    assertEquals(0, Files.size(folder.resolve("large.vmdk")) % TestContent.GRAIN);
  }

  private void assertSound(WrittenKind kind, String name, String expected) throws Exception {
    if (kind != WrittenKind.RAW && kind != WrittenKind.FLAT) {
      qemu.img("check", "-f", "vmdk", name);
    }
    qemu.img("compare", "-f", kind.qemuFormat(), "-F", "raw", name, expected);
    assertEquals(CAPACITY, qemu.contentOf(name, kind.qemuFormat()).length);
  }

  private void write(WrittenKind kind, String name, TestContent content) throws IOException {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve(name));
    try (DiskSink sink = kind.sink(content.spec(), target)) {
      content.writeRagged(sink, 7);
      sink.finish();
    }
  }

  private void copy(DiskImage source, WrittenKind kind, DiskSpec spec, String name)
      throws IOException {
    try (DiskSink sink = kind.sink(spec, FolderImageTarget.of(folder.resolve(name)))) {
      source.copyTo(sink, new TestTransfer(2));
      sink.finish();
    }
  }

  private int contentId(String name) throws IOException {
    byte[] text = Files.readAllBytes(folder.resolve(name));
    return Descriptor.parse(ByteBuffer.wrap(text), name).contentId();
  }
}
