package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.testkit.FileImageSource;
import org.stowage.vmdk.format.VmdkError;

/** Linked children and their parents. */
class ChainReadingTest {

  private static final int GRAIN = SparseBytes.GRAIN_BYTES;

  @TempDir private Path folder;
  private Reading reading;

  @BeforeEach
  void start() {
    reading = new Reading(folder);
  }

  private static SparseBytes disk(int grains) {
    return new SparseBytes((long) grains * SparseBytes.GRAIN_SECTORS);
  }

  private static byte[] grains(int... fills) {
    byte[][] parts = new byte[fills.length][];
    for (int i = 0; i < fills.length; i++) {
      parts[i] = Bytes.filled(GRAIN, fills[i]);
    }
    return Bytes.joined(parts);
  }

  @Test
  void readsItsOwnGrainsElseThoseOfItsParents() throws Exception {
    reading.put("a.vmdk", disk(5).grain(0, 1).grain(1, 1).grain(2, 1).grain(3, 1).bytes());
    reading.put("b.vmdk", disk(5).childOf("a.vmdk").grain(1, 2).grain(2, 2).bytes());
    reading.put("c.vmdk", disk(5).childOf("b.vmdk").grain(2, 3).bytes());

    assertArrayEquals(grains(1, 2, 3, 1, 0), reading.file("c.vmdk"));
  }

  @Test
  void hidesTheParentBehindZeros() throws Exception {
    reading.put("a.vmdk", disk(3).grain(0, 1).grain(1, 1).grain(2, 1).bytes());
    reading.put("b.vmdk", disk(3).childOf("a.vmdk").entry(0, 1).grain(1, 0).bytes());

    assertArrayEquals(grains(0, 0, 1), reading.file("b.vmdk"));
  }

  @Test
  void readsZerosBeyondTheEndOfAShorterParent() throws Exception {
    reading.put("a.vmdk", disk(2).grain(0, 1).grain(1, 1).bytes());
    reading.put("b.vmdk", disk(4).childOf("a.vmdk").grain(3, 2).bytes());

    assertArrayEquals(grains(1, 1, 0, 2), reading.file("b.vmdk"));
  }

  @Test
  void cutsALongerParent() throws Exception {
    reading.put("a.vmdk", disk(4).grain(0, 1).grain(1, 1).grain(2, 1).bytes());
    reading.put("b.vmdk", disk(2).childOf("a.vmdk").bytes());

    assertArrayEquals(grains(1, 1), reading.file("b.vmdk"));
  }

  @Test
  void readsParentsOfOtherKinds() throws Exception {
    reading.put("flat.vmdk", grains(1, 2, 3));
    reading.put("a.vmdk", "CID=1\ncreateType=\"monolithicFlat\"\nRW 24 FLAT \"flat.vmdk\" 0\n");
    reading.put("b.vmdk", disk(3).childOf("a.vmdk").grain(1, 9).bytes());
    assertArrayEquals(grains(1, 9, 3), reading.file("b.vmdk"));

    reading.put(
        "a.vmdk", StreamBytes.directoryLast(24).grain(0, 4).grain(1, 5).grain(2, 6).finished());
    assertArrayEquals(grains(4, 9, 6), reading.file("b.vmdk"));
  }

  @Test
  void readsPartsOfCompressedGrainsOfAParent() throws Exception {
    byte[] parent = new byte[GRAIN];
    for (int i = 0; i < GRAIN; i++) {
      parent[i] = (byte) (i / 512);
    }
    reading.put(
        "a.vmdk", StreamBytes.directoryLast(8).compressed(0, 0, Bytes.zlib(parent)).finished());
    reading.put("z.vmdk", Bytes.filled(1024, 7));
    reading.put("s.vmdk", disk(1).descriptor("").bytes());
    reading.put(
        "b.vmdk",
        "CID=2\nparentCID=1\nparentFileNameHint=\"a.vmdk\"\ncreateType=\"twoGbMaxExtentSparse\"\n"
            + "RW 3 ZERO\nRW 2 SPARSE \"s.vmdk\"\nRW 1 ZERO\nRW 2 SPARSE \"s.vmdk\"\n");
    byte[] expected = parent.clone();
    java.util.Arrays.fill(expected, 0, 3 * 512, (byte) 0);
    java.util.Arrays.fill(expected, 5 * 512, 6 * 512, (byte) 0);

    assertArrayEquals(expected, reading.file("b.vmdk"));
  }

  @Test
  void hasNoBytesOfItsOwnToPassOn() throws Exception {
    reading.put("a.vmdk", disk(1).bytes());
    Path child = reading.put("b.vmdk", disk(1).childOf("a.vmdk").bytes());

    try (DiskImage image = VmdkReader.open(FileImageSource.of(child))) {
      assertTrue(image.stored().isEmpty());
    }
  }

  @Test
  void refusesAParentThatHasChanged() throws Exception {
    reading.put("a.vmdk", disk(1).descriptor(SparseBytes.descriptor(8, "CID=2\n")).bytes());
    reading.put("b.vmdk", disk(1).childOf("a.vmdk").bytes());

    assertEquals(VmdkError.PARENT_CHANGED, reading.fileRefusal("b.vmdk"));
  }

  @Test
  void refusesAParentThatIsItself() throws Exception {
    reading.put("b.vmdk", disk(1).childOf("./b.vmdk").bytes());

    assertEquals(VmdkError.CHAIN_LOOP, reading.fileRefusal("b.vmdk"));
  }

  @Test
  void refusesAParentThatIsItsChild() throws Exception {
    reading.put("a.vmdk", disk(1).childOf("c.vmdk").bytes());
    reading.put("b.vmdk", disk(1).childOf("a.vmdk").bytes());
    reading.put("c.vmdk", disk(1).childOf("b.vmdk").bytes());

    assertEquals(VmdkError.CHAIN_LOOP, reading.fileRefusal("c.vmdk"));
  }

  @Test
  void readsThirtyTwoParentsAndNoMore() throws Exception {
    reading.put("0.vmdk", disk(1).grain(0, 1).bytes());
    for (int i = 1; i <= 33; i++) {
      reading.put(i + ".vmdk", disk(1).childOf((i - 1) + ".vmdk").bytes());
    }

    assertArrayEquals(grains(1), reading.file("32.vmdk"));
    assertEquals(VmdkError.CHAIN_DEPTH, reading.fileRefusal("33.vmdk"));
  }

  @Test
  void refusesAParentOutsideWhatTheSourceGrants() throws Exception {
    reading.put("b.vmdk", disk(1).childOf("/etc/passwd").bytes());

    StorageException refused = assertThrows(StorageException.class, () -> reading.file("b.vmdk"));
    assertEquals(CommonError.NOT_ALLOWED, refused.code());
  }

  @Test
  void refusesAChildThatDoesNotNameItsParent() throws Exception {
    String text = SparseBytes.descriptor(8, "CID=1\nparentCID=1\n");
    reading.put("b.vmdk", disk(1).descriptor(text).bytes());

    assertEquals(VmdkError.PARENT_MISSING, reading.fileRefusal("b.vmdk"));
  }

  @Test
  void refusesFlatChildren() throws Exception {
    reading.put("a.vmdk", disk(1).bytes());
    reading.put("f.vmdk", new byte[4096]);
    reading.put(
        "b.vmdk",
        "CID=1\nparentCID=1\nparentFileNameHint=\"a.vmdk\"\ncreateType=\"monolithicFlat\"\n"
            + "RW 8 FLAT \"f.vmdk\" 0\n");

    assertEquals(VmdkError.PARENT_MISSING, reading.fileRefusal("b.vmdk"));
  }
}
