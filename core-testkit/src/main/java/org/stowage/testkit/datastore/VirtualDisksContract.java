package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.testkit.TestTransfer;

/** What every {@link VirtualDisks} keeps. */
abstract class VirtualDisksContract extends PortsContract {

  private static final AdapterType ADAPTER = AdapterType.LSILOGIC;

  private VirtualDisks disks() {
    return ports().disks();
  }

  @ParameterizedTest
  @EnumSource(
      value = AdapterType.class,
      names = {"IDE", "BUSLOGIC", "LSILOGIC"})
  void makesADiskThatReadsAsZero(AdapterType adapter) throws IOException {
    DatastorePath disk = top("top").resolve("disk.vmdk");

    disks().create(disk, 2 * MIB, adapter);

    VirtualDisks.Facts facts = disks().find(disk).orElseThrow();
    assertEquals(2 * MIB, facts.capacityBytes());
    assertEquals(adapter, facts.adapterType());
    assertArrayEquals(new byte[2 * MIB], subject().read(disk));
  }

  @Test
  void makesNoDiskOverAnother() throws IOException {
    DatastorePath disk = imported("disk.vmdk");

    assertFails(CommonError.ALREADY_EXISTS, () -> disks().create(disk, MIB, ADAPTER));
    assertArrayEquals(content(2 * MIB), subject().read(disk));
  }

  @Test
  void makesNoDiskInAMissingFolder() throws IOException {
    DatastorePath disk = top("top").resolve("none/disk.vmdk");

    assertFails(CommonError.NOT_FOUND, () -> disks().create(disk, MIB, ADAPTER));
  }

  @Test
  void demandsTheCapacityMultipleOfTheType() throws IOException {
    DatastorePath top = top("top");
    long multiple = ports().traits().capacityMultipleBytes();
    DatastorePath disk = imported("disk.vmdk");

    assertFails(
        CommonError.NOT_ALLOWED,
        () -> disks().create(top.resolve("odd.vmdk"), 8 * multiple + 1, ADAPTER));
    assertFails(CommonError.NOT_ALLOWED, () -> disks().extend(disk, 2 * MIB + 8 * multiple + 1));
    assertEquals(Optional.empty(), disks().find(top.resolve("odd.vmdk")));
    assertEquals(2 * MIB, disks().find(disk).orElseThrow().capacityBytes());
  }

  @Test
  void copiesADisk() throws IOException {
    DatastorePath disk = imported("disk.vmdk");
    DatastorePath copy = disk.sibling("copy.vmdk");

    disks().copy(disk, copy, new TestTransfer(2));
    disks().delete(disk);

    assertEquals(2 * MIB, disks().find(copy).orElseThrow().capacityBytes());
    assertEquals(ADAPTER, disks().find(copy).orElseThrow().adapterType());
    assertArrayEquals(content(2 * MIB), subject().read(copy));
  }

  @Test
  void copiesNothingOverADiskNorFromNowhere() throws IOException {
    DatastorePath disk = imported("disk.vmdk");
    DatastorePath other = disk.sibling("other.vmdk");
    disks().create(other, MIB, ADAPTER);

    assertFails(CommonError.ALREADY_EXISTS, () -> disks().copy(disk, other, new TestTransfer(2)));
    assertFails(
        CommonError.NOT_FOUND,
        () -> disks().copy(disk.sibling("none.vmdk"), disk.sibling("a.vmdk"), new TestTransfer(2)));
    assertEquals(MIB, disks().find(other).orElseThrow().capacityBytes());
  }

  @Test
  void leavesNothingOfACancelledCopy() throws IOException {
    DatastorePath disk = imported("disk.vmdk");
    List<String> before = names(disk.parent().orElseThrow());

    assertThrows(
        CancelledException.class,
        () -> disks().copy(disk, disk.sibling("b.vmdk"), new TestTransfer(2).cancelAfter(0)));
    assertEquals(before, names(disk.parent().orElseThrow()));
  }

  @Test
  void movesADiskWithItsData() throws IOException {
    DatastorePath disk = imported("disk.vmdk");
    ports().files().makeDirectory(root().resolve("top/folder"));
    DatastorePath moved = root().resolve("top/folder/moved.vmdk");

    disks().move(disk, moved);

    assertEquals(List.of("folder/"), names(root().resolve("top")));
    assertArrayEquals(content(2 * MIB), subject().read(moved));
  }

  @Test
  void movesNothingOverADiskNorFromNowhere() throws IOException {
    DatastorePath disk = imported("disk.vmdk");
    DatastorePath other = disk.sibling("other.vmdk");
    disks().create(other, MIB, ADAPTER);

    assertFails(CommonError.ALREADY_EXISTS, () -> disks().move(other, disk));
    assertFails(
        CommonError.NOT_FOUND,
        () -> disks().move(disk.sibling("none.vmdk"), disk.sibling("a.vmdk")));
    assertArrayEquals(content(2 * MIB), subject().read(disk));
    assertArrayEquals(new byte[MIB], subject().read(other));
  }

  @Test
  void growsADiskByZeros() throws IOException {
    DatastorePath disk = imported("disk.vmdk");

    disks().extend(disk, 5 * MIB);

    assertEquals(5 * MIB, disks().find(disk).orElseThrow().capacityBytes());
    assertArrayEquals(Arrays.copyOf(content(2 * MIB), 5 * MIB), subject().read(disk));
  }

  @Test
  void shrinksNothing() throws IOException {
    DatastorePath disk = imported("disk.vmdk");

    disks().extend(disk, 2 * MIB);
    assertFails(CommonError.NOT_ALLOWED, () -> disks().extend(disk, MIB));
    assertArrayEquals(content(2 * MIB), subject().read(disk));
  }

  @Test
  void growsNothingThatIsMissing() throws IOException {
    DatastorePath disk = top("top").resolve("none.vmdk");

    assertFails(CommonError.NOT_FOUND, () -> disks().extend(disk, MIB));
  }

  @Test
  void findsNoDiskWhereNoneIs() throws IOException {
    assertEquals(Optional.empty(), disks().find(top("top").resolve("none.vmdk")));
    assertEquals(Optional.empty(), disks().find(root().resolve("none/none.vmdk")));
  }

  @Test
  void deletesADiskWithItsData() throws IOException {
    DatastorePath disk = imported("disk.vmdk");

    disks().delete(disk);
    disks().delete(disk);

    assertEquals(Optional.empty(), disks().find(disk));
    assertEquals(List.of(), names(disk.parent().orElseThrow()));
  }

  @Test
  void takesNoNamesOfDataFiles() throws IOException {
    if (hidesDataFiles()) {
      DatastorePath disk = imported("disk.vmdk");
      DatastorePath data = disk.sibling("a-flat.vmdk");
      TestTransfer transfer = new TestTransfer(1);
      assertFails(CommonError.NOT_ALLOWED, () -> disks().create(data, MIB, ADAPTER));
      assertFails(CommonError.NOT_ALLOWED, () -> disks().copy(disk, data, transfer));
      assertFails(CommonError.NOT_ALLOWED, () -> disks().move(disk, data));
      assertFails(CommonError.NOT_ALLOWED, () -> disks().find(data));
      assertFails(CommonError.NOT_ALLOWED, () -> disks().delete(data));
      assertFails(CommonError.NOT_ALLOWED, () -> disks().extend(data, MIB));
    }
  }

  private DatastorePath imported(String name) throws IOException {
    DatastorePath disk = top("top").resolve(name);
    try (DiskImage image = subject().image("streamOptimized", content(2 * MIB))) {
      ports().imports().importStream(image, new BaseDisk(disk, ADAPTER), new TestTransfer(2));
    }
    return disk;
  }
}
