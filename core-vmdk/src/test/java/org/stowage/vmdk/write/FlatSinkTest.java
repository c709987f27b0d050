package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskSink;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.format.VmdkError;

class FlatSinkTest {

  private static final int CAPACITY = 40 * TestContent.GRAIN + 512;

  @TempDir Path folder;

  private Path made(String name, TestContent content, long seed) throws Exception {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve(name));
    try (DiskSink sink = DiskSinks.flat(content.spec(), target)) {
      content.writeRagged(sink, seed);
      sink.finish();
    }
    assertEquals(0, target.openHandles());
    return folder.resolve(name);
  }

  @ParameterizedTest
  @CsvSource({"disk.vmdk,disk-flat.vmdk", "disk,disk-flat.vmdk", "a b.vmdk,a b-flat.vmdk"})
  void storesTheDiskByteForByteBesideItsDescriptor(String name, String dataName) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 1);

    Descriptor descriptor = read(made(name, content, 2));

    assertEquals("monolithicFlat", descriptor.createType());
    assertEquals(
        List.of(
            new ExtentLine(
                ExtentLine.Access.RW, CAPACITY / 512, ExtentLine.Type.FLAT, dataName, 0)),
        descriptor.extents());
    assertEquals("lsilogic", descriptor.database().get("ddb.adapterType"));
    assertArrayEquals(content.bytes(), Files.readAllBytes(folder.resolve(dataName)));
  }

  @Test
  void hasTheSameContentIdHoweverTheContentIsCut() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 3);

    int one = read(made("1.vmdk", content, 4)).contentId();

    assertEquals(one, read(made("2.vmdk", content, 5)).contentId());
    content.bytes()[CAPACITY - 1]++;
    assertNotEquals(one, read(made("3.vmdk", content, 4)).contentId());
  }

  @Test
  void hasNoDescriptorBeforeItIsFinished() throws Exception {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve("disk.vmdk"));

    try (DiskSink sink = DiskSinks.flat(TestContent.zeros(CAPACITY).spec(), target)) {
      sink.write(0, ByteBuffer.allocate(512));
    }

    assertEquals(0, Files.size(folder.resolve("disk.vmdk")));
    assertEquals(0, target.openHandles());
  }

  @Test
  void refusesATargetThatIsOnlyAStream() {
    FolderImageTarget target = FolderImageTarget.streamOnly(folder.resolve("disk.vmdk"));

    StorageException refusal =
        assertThrows(
            StorageException.class,
            () -> DiskSinks.flat(TestContent.zeros(CAPACITY).spec(), target));

    assertEquals(CommonError.UNSUPPORTED, refusal.code());
  }

  @Test
  void refusesANameThatNoDescriptorCanHold() {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve("a\"b.vmdk"));

    StorageException refusal =
        assertThrows(
            StorageException.class,
            () -> DiskSinks.flat(TestContent.zeros(CAPACITY).spec(), target));

    assertEquals(VmdkError.EXTENT_NAME, refusal.code());
    assertFalse(Files.exists(folder.resolve("a\"b.vmdk")));
  }

  private static Descriptor read(Path file) throws Exception {
    return Descriptor.parse(ByteBuffer.wrap(Files.readAllBytes(file)), "x");
  }
}
