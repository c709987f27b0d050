package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

/** Everything that qemu-img can write reads as qemu-img reads it. */
class QemuReadIT {

  private static final String[] CONTENT = {
    "write -P 0xa1 0 512",
    "write -P 0xa2 65536 65536",
    "write -P 0xa3 131072 300k",
    "write -z 1M 64k",
    "write -P 0xa4 3500032 1536",
    "write -P 0xa5 40M 5M",
    "write -P 0xa6 67107840 1024"
  };

  @TempDir private Path folder;
  private QemuImg qemu;

  @BeforeEach
  void findPeer() {
    qemu = new QemuImg(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "monolithicSparse,sparse",
    "streamOptimized,streamOptimized",
    "monolithicFlat,flat",
    "twoGbMaxExtentSparse,sparse",
    "twoGbMaxExtentFlat,flat"
  })
  void readsEverySubformat(String subformat, String format) throws Exception {
    byte[] expected = Files.readAllBytes(qemu.raw("disk.raw", "64M", CONTENT));
    qemu.img("convert", "-O", "vmdk", "-o", "subformat=" + subformat, "disk.raw", "disk.vmdk");

    FileImageSource source = source("disk.vmdk");
    try (DiskImage image = VmdkReader.open(source)) {
      assertEquals(format, image.facts().format());
      assertEquals(subformat, image.facts().createType());
      assertEquals(Optional.of(AdapterType.IDE), image.facts().knownAdapterType());
      assertArrayEquals(expected, content(image, 3));
      assertArrayEquals(expected, content(image, 1));
    }
    assertEquals(0, source.openHandles());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void readsAStreamThatCannotBeRepeated(int threads) throws Exception {
    byte[] expected = Files.readAllBytes(qemu.raw("disk.raw", "64M", CONTENT));
    qemu.img("convert", "-O", "vmdk", "-o", "subformat=streamOptimized", "disk.raw", "disk.vmdk");

    FileImageSource source = FileImageSource.pureStream(folder.resolve("disk.vmdk"));
    try (DiskImage image = VmdkReader.open(source)) {
      assertArrayEquals(expected, content(image, threads));
    }
    assertEquals(0, source.openHandles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"monolithicSparse", "streamOptimized"})
  void passesOnTheBytesOfASingleFile(String subformat) throws Exception {
    qemu.raw("disk.raw", "64M", CONTENT);
    qemu.img("convert", "-O", "vmdk", "-o", "subformat=" + subformat, "disk.raw", "disk.vmdk");
    byte[] expected = Files.readAllBytes(folder.resolve("disk.vmdk"));

    try (DiskImage image = VmdkReader.open(source("disk.vmdk"))) {
      StoredForm stored = image.stored().orElseThrow();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      stored.writeTo(out, new TestTransfer(2));

      assertEquals(expected.length, stored.lengthBytes().orElseThrow());
      assertArrayEquals(expected, out.toByteArray());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1049088", "1052672", "33554432", "33620480"})
  void readsDisksOfOddSizes(String bytes) throws Exception {
    qemu.raw("disk.raw", bytes, "write -P 7 1040384 8192");
    for (String subformat : new String[] {"monolithicSparse", "streamOptimized"}) {
      qemu.img("convert", "-O", "vmdk", "-o", "subformat=" + subformat, "disk.raw", "disk.vmdk");
      try (DiskImage image = VmdkReader.open(source("disk.vmdk"))) {
        assertArrayEquals(qemu.contentOf("disk.vmdk", "vmdk"), content(image, 2));
      }
    }
  }

  @Test
  void readsZeroedGrains() throws Exception {
    qemu.img("create", "-q", "-f", "vmdk", "-o", "zeroed_grain=on", "disk.vmdk", "16M");
    qemu.write("disk.vmdk", "vmdk", "write -P 1 0 4M", "write -z 1M 1M", "write -P 2 1M 64k");

    try (DiskImage image = VmdkReader.open(source("disk.vmdk"))) {
      assertArrayEquals(qemu.contentOf("disk.vmdk", "vmdk"), content(image, 2));
    }
  }

  @Test
  void readsSplitDisksOfSeveralExtents() throws Exception {
    qemu.raw("disk.raw", "4100M", "write -P 1 0 1M", "write -P 2 2147418112 131072");
    qemu.write("disk.raw", "raw", "write -P 3 4294967296 65536");
    for (String subformat : new String[] {"twoGbMaxExtentSparse", "twoGbMaxExtentFlat"}) {
      qemu.img("convert", "-O", "vmdk", "-o", "subformat=" + subformat, "disk.raw", "disk.vmdk");
      try (DiskImage image = VmdkReader.open(source("disk.vmdk"))) {
        SparseSink sink = new SparseSink();
        image.copyTo(sink, new TestTransfer(2));

        assertEquals(4100L << 20, image.facts().capacityBytes());
        assertEquals(
            "0+1048576=1 2147418112+131072=2 4294967296+65536=3 ", sink.summary(), subformat);
      }
    }
  }

  @Test
  void readsChainsThroughTheirParents() throws Exception {
    qemu.img("create", "-q", "-f", "vmdk", "base.vmdk", "64M");
    qemu.write("base.vmdk", "vmdk", "write -P 1 0 8M", "write -P 2 40M 1M");
    qemu.img(
        "create",
        "-q",
        "-f",
        "vmdk",
        "-o",
        "zeroed_grain=on",
        "-b",
        "base.vmdk",
        "-F",
        "vmdk",
        "middle.vmdk");
    qemu.write(
        "middle.vmdk", "vmdk", "write -P 3 1M 100k", "write -z 2M 128k", "write -P 4 63M 1M");
    qemu.img("create", "-q", "-f", "vmdk", "-b", "middle.vmdk", "-F", "vmdk", "top.vmdk");
    qemu.write("top.vmdk", "vmdk", "write -P 5 512 512", "write -P 6 33M 65k");

    FileImageSource source = source("top.vmdk");
    try (DiskImage image = VmdkReader.open(source)) {
      assertTrue(image.stored().isEmpty());
      assertArrayEquals(qemu.contentOf("top.vmdk", "vmdk"), content(image, 2));
    }
    assertEquals(0, source.openHandles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"32M", "96M"})
  void readsChildrenOfAnotherSizeThanTheirParents(String childSize) throws Exception {
    qemu.img("create", "-q", "-f", "vmdk", "base.vmdk", "64M");
    qemu.write("base.vmdk", "vmdk", "write -P 1 0 64M");
    qemu.img(
        "create", "-q", "-f", "vmdk", "-b", "base.vmdk", "-F", "vmdk", "child.vmdk", childSize);
    qemu.write("child.vmdk", "vmdk", "write -P 2 31M 1M");

    try (DiskImage image = VmdkReader.open(source("child.vmdk"))) {
      assertArrayEquals(qemu.contentOf("child.vmdk", "vmdk"), content(image, 2));
    }
  }

  private FileImageSource source(String name) {
    return FileImageSource.of(folder.resolve(name));
  }

  private static byte[] content(DiskImage image, int threads) throws Exception {
    RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes());
    TestTransfer transfer = new TestTransfer(threads);
    image.copyTo(sink, transfer);
    assertEquals(image.facts().capacityBytes(), transfer.doneBytes());
    return sink.content();
  }
}
