package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.testkit.FolderImageTarget;

class RawSinkTest {

  private static final int CAPACITY = 40 * TestContent.GRAIN + 512;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void storesTheDiskByteForByte(boolean streamOnly) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 1);
    Path file = folder.resolve("disk.raw");
    FolderImageTarget target =
        streamOnly ? FolderImageTarget.streamOnly(file) : FolderImageTarget.of(file);

    try (DiskSink sink = DiskSinks.raw(content.spec(), target)) {
      content.writeRagged(sink, 2);
      sink.finish();
    }

    assertArrayEquals(content.bytes(), Files.readAllBytes(file));
    assertEquals(0, target.openHandles());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesADiskOfZerosItsLength(boolean streamOnly) throws Exception {
    Path file = folder.resolve("disk.raw");
    FolderImageTarget target =
        streamOnly ? FolderImageTarget.streamOnly(file) : FolderImageTarget.of(file);

    try (DiskSink sink = DiskSinks.raw(TestContent.zeros(CAPACITY).spec(), target)) {
      sink.finish();
    }

    assertArrayEquals(new byte[CAPACITY], Files.readAllBytes(file));
  }

  @Test
  void leavesHolesWhereZerosWereGiven() throws Exception {
    Path file = folder.resolve("disk.raw");
    TestContent content = TestContent.zeros(64 << 20);
    content.bytes()[10_000_000] = 1;

    try (DiskSink sink = DiskSinks.raw(content.spec(), FolderImageTarget.of(file))) {
      content.writeAll(sink, 1 << 20);
      sink.finish();
    }

    assertArrayEquals(content.bytes(), Files.readAllBytes(file));
    assertTrue(allocatedBytes(file) <= 1 << 20, "allocated are " + allocatedBytes(file));
  }

  @Test
  void takesACapacityFarBeyondWhatItStores() throws Exception {
    Path file = folder.resolve("disk.raw");
    long capacity = 1L << 40;

    try (DiskSink sink =
        DiskSinks.raw(new DiskSpec(capacity, AdapterType.IDE), FolderImageTarget.of(file))) {
      sink.finish();
    }

    assertEquals(capacity, Files.size(file));
  }

  static long allocatedBytes(Path file) throws Exception {
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String kib = new String(du.getInputStream().readAllBytes()).split("\\s")[0];
    return Long.parseLong(kib) * 1024;
  }
}
