package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

class SparseSinkTest {

  private static final int CAPACITY = 100 * TestContent.GRAIN + 512;

  @TempDir Path folder;

  private byte[] made(String name, TestContent content, long seed) throws Exception {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve(name));
    try (DiskSink sink = DiskSinks.sparse(content.spec(), target)) {
      content.writeRagged(sink, seed);
      sink.finish();
    }
    assertEquals(0, target.openHandles());
    return Files.readAllBytes(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void givesTheSameBytesHoweverTheContentIsCut(long seed) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 9);
    Path whole = Files.createDirectory(folder.resolve("whole"));
    try (DiskSink sink =
        DiskSinks.sparse(content.spec(), FolderImageTarget.of(whole.resolve("d.vmdk")))) {
      content.writeAll(sink, CAPACITY);
      sink.finish();
    }

    assertArrayEquals(Files.readAllBytes(whole.resolve("d.vmdk")), made("d.vmdk", content, seed));
  }

  @Test
  void arrangesTheFileAsVmwareDoes() throws Exception {
    TestContent content = TestContent.zeros(65 << 20);
    content.bytes()[33 << 20] = 1;
    content.bytes()[64 << 20] = 2;

    byte[] bytes = made("disk.vmdk", content, 1);

    // Three tables: 1 + 12 sectors for each directory with its tables.
    assertEquals(
        new SparseHeader(1, 3, new GrainLayout(65 << 11, 128), 1, 20, 21, 34, 128, false),
        SparseHeader.parse(ByteBuffer.wrap(bytes), "x"));
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertArrayEquals(new int[] {22, 26, 30, 0}, ints(in, 21, 0, 4));
    assertArrayEquals(new int[] {35, 39, 43, 0}, ints(in, 34, 0, 4));
    for (int table : new int[] {26, 39}) {
      assertArrayEquals(new int[] {0, 128, 0}, ints(in, table, 15, 3));
    }
    for (int table : new int[] {30, 43}) {
      assertArrayEquals(new int[] {256, 0}, ints(in, table, 0, 2));
    }
    assertEquals((128 + 2 * 128) * 512, bytes.length);
  }

  private static int[] ints(ByteBuffer in, int sector, int first, int count) {
    int[] ints = new int[count];
    for (int i = 0; i < count; i++) {
      ints[i] = in.getInt(sector * 512 + (first + i) * 4);
    }
    return ints;
  }

  @Test
  void storesNothingOfADiskOfZeros() throws Exception {
    assertEquals(128 * 512, made("disk.vmdk", TestContent.zeros(CAPACITY), 1).length);
  }

  @Test
  void isNoDiskBeforeItIsFinished() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 1);
    Path file = folder.resolve("disk.vmdk");

    try (DiskSink sink = DiskSinks.sparse(content.spec(), FolderImageTarget.of(file))) {
      content.writeAll(sink, CAPACITY);
    }

    ByteBuffer head = ByteBuffer.wrap(Files.readAllBytes(file), 0, 512);
    assertThrows(StorageException.class, () -> SparseHeader.parse(head, "x"));
  }

  @Test
  void makesAChildThatNamesItsParent() throws Exception {
    Path file = folder.resolve("child.vmdk");

    DiskSinks.linkedChild(
        new DiskSpec(1L << 40, AdapterType.BUSLOGIC),
        FolderImageTarget.of(file),
        0x00c0ffee,
        "../base/base.vmdk");

    byte[] bytes = Files.readAllBytes(file);
    Descriptor descriptor = Descriptor.parse(ByteBuffer.wrap(bytes, 512, 20 * 512).slice(), "x");
    assertTrue(descriptor.hasParent());
    assertEquals(0x00c0ffee, descriptor.parentContentId());
    assertEquals("../base/base.vmdk", descriptor.parentFileNameHint());
    assertEquals("monolithicSparse", descriptor.createType());
    assertEquals("buslogic", descriptor.database().get("ddb.adapterType"));
    SparseHeader header = SparseHeader.parse(ByteBuffer.wrap(bytes), "x");
    assertEquals(1L << 31, header.layout().capacitySectors());
    assertEquals(header.overheadSectors() * 512, bytes.length);
  }

  @Test
  void refusesAParentWhosePathNoDescriptorCanHold() {
    Path file = folder.resolve("child.vmdk");
    DiskSpec spec = new DiskSpec(512, AdapterType.IDE);

    assertEquals(
        VmdkError.EXTENT_NAME,
        assertThrows(
                StorageException.class,
                () -> DiskSinks.linkedChild(spec, FolderImageTarget.of(file), 1, "a\nCID=2"))
            .code());
    assertFalse(Files.exists(file));
    assertEquals(
        VmdkError.DESCRIPTOR_AREA,
        assertThrows(
                StorageException.class,
                () ->
                    DiskSinks.linkedChild(spec, FolderImageTarget.of(file), 1, "x".repeat(10_000)))
            .code());
  }

  @Test
  void refusesACapacityThatNoReaderTakes() {
    StorageException refusal =
        assertThrows(
            StorageException.class,
            () ->
                DiskSinks.sparse(
                    new DiskSpec((64L << 40) + 512, AdapterType.IDE),
                    FolderImageTarget.of(folder.resolve("disk.vmdk"))));

    assertEquals(VmdkError.CAPACITY, refusal.code());
  }
}
