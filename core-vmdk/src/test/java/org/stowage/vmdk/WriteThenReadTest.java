package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.write.DiskSinks;
import org.stowage.vmdk.write.FlatDisk;
import org.stowage.vmdk.write.TestContent;

/** What is written here is read here, by readers that refuse whatever is not in order. */
class WriteThenReadTest {

  private static final int CAPACITY = (40 << 20) + 512;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void readsBackWhatWasWritten(WrittenKind kind) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 1);

    write(kind, "disk.vmdk", content);

    assertArrayEquals(content.bytes(), read("disk.vmdk", kind));
  }

  @ParameterizedTest
  @EnumSource
  void readsBackADiskOfOneSector(WrittenKind kind) throws Exception {
    TestContent content = TestContent.noise(512);

    write(kind, "disk.vmdk", content);

    assertArrayEquals(content.bytes(), read("disk.vmdk", kind));
  }

  @ParameterizedTest
  @EnumSource
  void readsBackADiskOfZeros(WrittenKind kind) throws Exception {
    TestContent content = TestContent.zeros(CAPACITY);

    write(kind, "disk.vmdk", content);

    assertArrayEquals(content.bytes(), read("disk.vmdk", kind));
  }

  @ParameterizedTest
  @EnumSource
  void namesTheAdapter(WrittenKind kind) throws Exception {
    DiskSpec spec = new DiskSpec(1 << 20, AdapterType.IDE);
    try (DiskSink sink = kind.sink(spec, FolderImageTarget.of(folder.resolve("disk.vmdk")))) {
      sink.finish();
    }

    try (DiskImage image = kind.open(FileImageSource.of(folder.resolve("disk.vmdk")))) {
      assertEquals(kind.namesAdapter() ? AdapterType.IDE : null, image.facts().adapterType());
      assertEquals(kind.createType(), image.facts().createType());
      assertEquals(List.of(), image.facts().problems());
    }
  }

  @Test
  void readsBackAStreamFromAStream() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 2);
    write(WrittenKind.STREAM_OPTIMIZED, "disk.vmdk", content);

    try (DiskImage image =
        VmdkReader.open(FileImageSource.pureStream(folder.resolve("disk.vmdk")))) {
      assertArrayEquals(content.bytes(), read(image));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {CAPACITY, CAPACITY + 512, 3 * CAPACITY / 1024 * 512})
  void readsALinkedChildAsItsParent(int childCapacity) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 3);
    Files.createDirectories(folder.resolve("base"));
    write(WrittenKind.FLAT, "base/base.vmdk", content);
    int parentId =
        Descriptor.parse(
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve("base/base.vmdk"))), "base")
            .contentId();

    DiskSinks.linkedChild(
        new DiskSpec(childCapacity, AdapterType.LSILOGIC),
        FolderImageTarget.of(folder.resolve("child.vmdk")),
        parentId,
        "base/base.vmdk");

    assertArrayEquals(
        Arrays.copyOf(content.bytes(), childCapacity), read("child.vmdk", WrittenKind.SPARSE));
  }

  @Test
  void readsAnExtendedDisk() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 4);
    write(WrittenKind.FLAT, "disk.vmdk", content);

    FlatDisk.extend(folder.resolve("disk.vmdk"), 2L * CAPACITY, folder.resolve("draft"));

    assertArrayEquals(
        Arrays.copyOf(content.bytes(), 2 * CAPACITY), read("disk.vmdk", WrittenKind.FLAT));
  }

  private void write(WrittenKind kind, String name, TestContent content) throws IOException {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve(name));
    try (DiskSink sink = kind.sink(content.spec(), target)) {
      content.writeRagged(sink, 5);
      sink.finish();
    }
  }

  private byte[] read(String name, WrittenKind kind) throws IOException {
    try (DiskImage image = kind.open(FileImageSource.of(folder.resolve(name)))) {
      return read(image);
    }
  }

  private static byte[] read(DiskImage image) throws IOException {
    RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes());
    image.copyTo(sink, new TestTransfer(2));
    return sink.content();
  }
}
