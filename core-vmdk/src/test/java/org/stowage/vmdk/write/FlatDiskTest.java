package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskSink;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.format.VmdkError;

class FlatDiskTest {

  private static final int CAPACITY = 10 * TestContent.GRAIN;
  private static final int LARGER = 90 << 20;

  @TempDir Path folder;
  private Path file;
  private Path data;
  private final TestContent content = TestContent.mixed(CAPACITY, 1);

  @BeforeEach
  void makeDisk() throws IOException {
    file = folder.resolve("disk.vmdk");
    data = folder.resolve("disk-flat.vmdk");
    try (DiskSink sink = DiskSinks.flat(content.spec(), FolderImageTarget.of(file))) {
      content.writeAll(sink, CAPACITY);
      sink.finish();
    }
  }

  @Test
  void growsDataAndDescriptor() throws Exception {
    Files.writeString(file, "ddb.thinProvisioned = \"1\"\n", StandardOpenOption.APPEND);
    Descriptor before = read();

    FlatDisk.extend(file, LARGER, folder.resolve("draft"));

    Descriptor after = read();
    assertEquals(LARGER / 512, after.extents().get(0).sectors());
    assertEquals("90", after.database().get("ddb.geometry.cylinders"));
    assertEquals("1", after.database().get("ddb.thinProvisioned"));
    assertEquals(before.contentId(), after.contentId());
    assertArrayEquals(Arrays.copyOf(content.bytes(), LARGER), Files.readAllBytes(data));
    assertOnlyTheDiskIsLeft();
  }

  @Test
  void leavesADiskAloneThatIsLargeEnough() throws Exception {
    byte[] before = Files.readAllBytes(file);

    FlatDisk.extend(file, CAPACITY, folder.resolve("draft"));

    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(CAPACITY, Files.size(data));
  }

  @Test
  void completesWhatACrashLeft() throws Exception {
    Files.write(data, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    Files.writeString(folder.resolve("draft"), "half a descriptor");

    FlatDisk.extend(file, LARGER, folder.resolve("draft"));

    assertArrayEquals(Arrays.copyOf(content.bytes(), LARGER), Files.readAllBytes(data));
    assertOnlyTheDiskIsLeft();
  }

  @Test
  void refusesToShrink() {
    StorageException refusal =
        assertThrows(
            StorageException.class,
            () -> FlatDisk.extend(file, CAPACITY - 512, folder.resolve("draft")));

    assertEquals(CommonError.NOT_ALLOWED, refusal.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.vmdk", "/etc/passwd", "..", "", "C:x", "a\\b", "none.vmdk"})
  void refusesDataThatAreNoFileBesideIt(String name) throws Exception {
    Files.writeString(file, Files.readString(file).replace("disk-flat.vmdk", name));

    assertEquals(VmdkError.EXTENT_NAME, refusal());
  }

  @Test
  void followsNoLinkToTheData() throws Exception {
    Files.move(data, folder.resolve("elsewhere"));
    Files.createSymbolicLink(data, folder.resolve("elsewhere"));

    assertEquals(VmdkError.EXTENT_NAME, refusal());
    assertEquals(CAPACITY, Files.size(data));
  }

  @Test
  void refusesDataShorterThanDeclared() throws Exception {
    Files.write(data, new byte[CAPACITY - 1]);

    assertEquals(VmdkError.EXTENT_SIZE, refusal());
    assertEquals(CAPACITY - 1, Files.size(data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"monolithicSparse", "vmfs", "twoGbMaxExtentFlat"})
  void refusesOtherKinds(String createType) throws Exception {
    Files.writeString(file, Files.readString(file).replace("monolithicFlat", createType));

    assertEquals(VmdkError.UNSUPPORTED_KIND, refusal());
  }

  private org.stowage.api.ErrorCode refusal() {
    return assertThrows(
            DiskFormatException.class, () -> FlatDisk.extend(file, LARGER, folder.resolve("draft")))
        .code();
  }

  private Descriptor read() throws IOException {
    return Descriptor.parse(ByteBuffer.wrap(Files.readAllBytes(file)), "x");
  }

  private void assertOnlyTheDiskIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.allMatch(f -> f.equals(file) || f.equals(data)));
    }
  }
}
