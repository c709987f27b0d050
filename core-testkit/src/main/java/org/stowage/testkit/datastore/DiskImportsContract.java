package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.testkit.TestTransfer;

/** What every {@link org.stowage.api.datastore.DiskImports} keeps. */
abstract class DiskImportsContract extends PortsContract {

  private static final byte[] CONTENT = content(3 * MIB);

  @ParameterizedTest
  @ValueSource(strings = {"streamOptimized", "sparse", "raw"})
  void makesADiskOfAnImage(String format) throws IOException {
    DatastorePath disk = top("top").resolve("disk.vmdk");
    try (DiskImage image = subject().image(format, CONTENT)) {
      if (hidesDataFiles() && !format.equals("streamOptimized")) {
        assertFails(CommonError.NOT_ALLOWED, () -> take(image, disk, new TestTransfer(2)));
        assertEquals(List.of(), names(root().resolve("top")));
      } else {
        take(image, disk, new TestTransfer(2));
        assertEquals(CONTENT.length, ports().disks().find(disk).orElseThrow().capacityBytes());
        assertArrayEquals(CONTENT, subject().read(disk));
      }
    }
  }

  @Test
  void laysOutAnImageOnALargerDisk() throws IOException {
    DatastorePath disk = top("top").resolve("disk.vmdk");
    try (DiskImage image = subject().image("raw", CONTENT)) {
      if (!hidesDataFiles()) {
        ports().imports().importFlat(image, 5 * MIB, base(disk), new TestTransfer(2));
        assertArrayEquals(Arrays.copyOf(CONTENT, 5 * MIB), subject().read(disk));
      } else {
        assertFails(
            CommonError.NOT_ALLOWED,
            () -> ports().imports().importFlat(image, 5 * MIB, base(disk), new TestTransfer(2)));
      }
    }
  }

  @Test
  void demandsTheFormatOfTheRoute() throws IOException {
    DatastorePath disk = top("top").resolve("disk.vmdk");
    try (DiskImage image = subject().image("raw", CONTENT)) {
      assertFails(
          CommonError.NOT_ALLOWED,
          () -> ports().imports().importStream(image, base(disk), new TestTransfer(2)));
      assertFails(
          CommonError.NOT_ALLOWED,
          () -> ports().imports().importSparse(image, base(disk), new TestTransfer(2)));
    }
    assertEquals(List.of(), names(root().resolve("top")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"streamOptimized", "sparse", "raw"})
  void makesNoDiskOverAnother(String format) throws IOException {
    DatastorePath disk = top("top").resolve("disk.vmdk");
    ports().disks().create(disk, MIB, AdapterType.IDE);
    try (DiskImage image = subject().image(format, CONTENT)) {
      if (!hidesDataFiles() || format.equals("streamOptimized")) {
        assertFails(CommonError.ALREADY_EXISTS, () -> take(image, disk, new TestTransfer(2)));
      }
    }
    assertArrayEquals(new byte[MIB], subject().read(disk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"streamOptimized", "sparse", "raw"})
  void leavesNothingOfADamagedImage(String format) throws IOException {
    DatastorePath disk = top("top").resolve("disk.vmdk");
    DiskFormatException damage =
        new DiskFormatException(CommonError.INTEGRITY, "the digest differs", "");
    try (DiskImage image = new DamagedAtEnd(subject().image(format, CONTENT), damage)) {
      if (!hidesDataFiles() || format.equals("streamOptimized")) {
        assertEquals(
            damage,
            assertThrows(DiskFormatException.class, () -> take(image, disk, new TestTransfer(2))));
      }
    }
    assertEquals(List.of(), names(root().resolve("top")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"streamOptimized", "sparse", "raw"})
  void leavesNothingWhenCancelled(String format) throws IOException {
    DatastorePath disk = top("top").resolve("disk.vmdk");
    try (DiskImage image = subject().image(format, CONTENT)) {
      if (!hidesDataFiles() || format.equals("streamOptimized")) {
        Transfer transfer = new TestTransfer(2).cancelAfter(0);
        assertThrows(CancelledException.class, () -> take(image, disk, transfer));
      }
    }
    assertEquals(List.of(), names(root().resolve("top")));
  }

  @Test
  void takesNoNamesOfDataFiles() throws IOException {
    DatastorePath data = top("top").resolve("disk-flat.vmdk");
    try (DiskImage image = subject().image("streamOptimized", CONTENT)) {
      if (hidesDataFiles()) {
        assertFails(CommonError.NOT_ALLOWED, () -> take(image, data, new TestTransfer(2)));
      }
    }
  }

  private void take(DiskImage image, DatastorePath disk, Transfer transfer) throws IOException {
    switch (image.facts().format()) {
      case "streamOptimized" -> ports().imports().importStream(image, base(disk), transfer);
      case "sparse" -> ports().imports().importSparse(image, base(disk), transfer);
      default -> ports().imports().importFlat(image, CONTENT.length, base(disk), transfer);
    }
  }

  private static BaseDisk base(DatastorePath disk) {
    return new BaseDisk(disk, AdapterType.LSILOGIC);
  }
}
