package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.testkit.FileImageSource;
import org.stowage.vmdk.format.VmdkError;

/** Disks whose descriptor is a file of its own, beside their extents. */
class DescriptorReadingTest {

  @TempDir private Path folder;
  private Reading reading;

  @BeforeEach
  void start() {
    reading = new Reading(folder);
  }

  private static String descriptor(String createType, String... extents) {
    return "# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType=\""
        + createType
        + "\"\n"
        + String.join("\n", extents)
        + "\nddb.adapterType=\"buslogic\"\n";
  }

  private void putDescriptor(String createType, String... extents) throws Exception {
    reading.put("disk.vmdk", descriptor(createType, extents));
  }

  @ParameterizedTest
  @CsvSource({
    "monolithicFlat,FLAT,0",
    "vmfs,VMFS,''",
    "vmfsThin,VMFS,''",
    "vmfsPreallocated,VMFS,''",
    "vmfsEagerZeroedThick,VMFS,''",
    "2GbMaxExtentFlat,FLAT,0"
  })
  void readsFlatDisks(String createType, String type, String offset) throws Exception {
    byte[] content = Bytes.joined(new byte[1024], Bytes.filled(3072, 7));
    reading.put("disk-flat.vmdk", content);
    putDescriptor(createType, "RW 8 " + type + " \"disk-flat.vmdk\" " + offset);

    try (DiskImage image = VmdkReader.open(FileImageSource.of(folder.resolve("disk.vmdk")))) {
      assertEquals("flat", image.facts().format());
      assertEquals(createType, image.facts().createType());
      assertTrue(image.stored().isEmpty());
    }
    assertArrayEquals(content, reading.file("disk.vmdk"));
  }

  @Test
  void readsExtentsOfAllKindsOneAfterTheOther() throws Exception {
    reading.put("größe 1.vmdk", Bytes.joined(Bytes.filled(512, 9), Bytes.filled(1024, 1)));
    reading.put("s2.vmdk", new SparseBytes(24).descriptor("").grain(1, 2).bytes());
    reading.put("s3.vmdk", new SparseBytes(24).grain(0, 3).grain(2, 4).bytes());
    putDescriptor(
        "custom",
        "RW 2 FLAT \"größe 1.vmdk\" 1",
        "RW 20 SPARSE \"s2.vmdk\"",
        "RW 3 ZERO",
        "RDONLY 24 SPARSE \"s3.vmdk\"",
        "NOACCESS 1 ZERO");

    byte[] expected = new byte[50 * 512];
    Arrays.fill(expected, 0, 1024, (byte) 1);
    Arrays.fill(expected, 10 * 512, 18 * 512, (byte) 2);
    Arrays.fill(expected, 25 * 512, 33 * 512, (byte) 3);
    Arrays.fill(expected, 41 * 512, 49 * 512, (byte) 4);
    assertArrayEquals(expected, reading.file("disk.vmdk"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"twoGbMaxExtentSparse", "2GbMaxExtentSparse"})
  void readsSplitSparseDisks(String createType) throws Exception {
    reading.put("s1.vmdk", new SparseBytes(16).descriptor("").grain(1, 1).bytes());
    reading.put("s2.vmdk", new SparseBytes(16).descriptor("").grain(0, 2).bytes());
    putDescriptor(createType, "RW 16 SPARSE \"s1.vmdk\"", "RW 16 SPARSE \"s2.vmdk\"");

    assertArrayEquals(
        Bytes.joined(new byte[4096], Bytes.filled(4096, 1), Bytes.filled(4096, 2), new byte[4096]),
        reading.file("disk.vmdk"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../s.vmdk",
        "/etc/passwd",
        "a/b.vmdk",
        "a\\\\b.vmdk",
        "C:s.vmdk",
        "..",
        ".",
        "",
        " ",
        "a\tb",
        "[ds] a/b.vmdk"
      })
  void refusesExtentsThatAreNoPlainSiblings(String name) throws Exception {
    putDescriptor("monolithicFlat", "RW 8 FLAT \"" + name + "\" 0");

    assertEquals(VmdkError.EXTENT_NAME, reading.fileRefusal("disk.vmdk"));
  }

  @Test
  void refusesAnExtentThatIsTheDescriptor() throws Exception {
    putDescriptor("monolithicFlat", "RW 1 FLAT \"disk.vmdk\" 0");

    assertEquals(VmdkError.EXTENT_LOOP, reading.fileRefusal("disk.vmdk"));
  }

  @Test
  void refusesAnExtentThatIsMissing() throws Exception {
    putDescriptor("monolithicFlat", "RW 1 FLAT \"gone.vmdk\" 0");

    StorageException missing =
        assertThrows(StorageException.class, () -> reading.file("disk.vmdk"));
    assertEquals(CommonError.NOT_FOUND, missing.code());
  }

  @Test
  void refusesExtentsShorterThanTheirLines() throws Exception {
    reading.put("f.vmdk", new byte[4096]);
    reading.put("s.vmdk", new SparseBytes(8).bytes());
    for (String line :
        new String[] {
          "RW 9 FLAT \"f.vmdk\" 0",
          "RW 8 FLAT \"f.vmdk\" 1",
          "RW 9 SPARSE \"s.vmdk\"",
          "RW 1 FLAT \"f.vmdk\" 18014398509481983"
        }) {
      putDescriptor("custom", line);
      assertEquals(VmdkError.EXTENT_SIZE, reading.fileRefusal("disk.vmdk"), line);
    }
  }

  @Test
  void refusesASparseExtentThatStartsWithinItsFile() throws Exception {
    reading.put("s.vmdk", new SparseBytes(8).bytes());
    putDescriptor("custom", "RW 8 SPARSE \"s.vmdk\" 1");

    assertEquals(VmdkError.EXTENT_LINE, reading.fileRefusal("disk.vmdk"));
  }

  @Test
  void refusesExtentsThatAddUpToMoreThanAnyDisk() throws Exception {
    putDescriptor("custom", "RW 18014398509481983 ZERO", "RW 1 ZERO");

    assertEquals(VmdkError.CAPACITY, reading.fileRefusal("disk.vmdk"));
  }

  @ParameterizedTest
  @CsvSource({
    "fullDevice,FLAT",
    "partitionedDevice,FLAT",
    "vmfsRDM,VMFSRDM",
    "vmfsRawDeviceMap,VMFSRDM",
    "vmfsRDMP,VMFSRDM",
    "vmfsPassthroughRawDeviceMap,VMFSRDM",
    "vmfsRaw,VMFSRAW",
    "vmfsSparse,VMFSSPARSE",
    "seSparse,SESPARSE",
    "unheardOf,FLAT",
    "custom,VMFSRDM",
    "custom,VMFSRAW",
    "custom,VMFSSPARSE",
    "custom,SESPARSE"
  })
  void refusesKindsThatItKnowsAndDoesNotRead(String createType, String type) throws Exception {
    reading.put("f.vmdk", new byte[4096]);
    putDescriptor(createType, "RW 8 " + type + " \"f.vmdk\" 0");

    assertEquals(VmdkError.UNSUPPORTED_KIND, reading.fileRefusal("disk.vmdk"));
  }

  @Test
  void refusesExtentsThatMustNotBeRead() throws Exception {
    reading.put("f.vmdk", new byte[4096]);
    putDescriptor("custom", "NOACCESS 8 FLAT \"f.vmdk\" 0");

    assertEquals(VmdkError.UNSUPPORTED_KIND, reading.fileRefusal("disk.vmdk"));
  }

  @Test
  void refusesEncryptedDisks() throws Exception {
    reading.put("f.vmdk", new byte[4096]);
    reading.put(
        "disk.vmdk",
        descriptor(
            "monolithicFlat", "encryptionKeys=\"vmware:key/list/x\"", "RW 8 FLAT \"f.vmdk\" 0"));

    assertEquals(VmdkError.UNSUPPORTED_KIND, reading.fileRefusal("disk.vmdk"));
  }

  @Test
  void refusesDeltasOfHosts() throws Exception {
    byte[] cowd = new byte[2048];
    System.arraycopy("COWD".getBytes(StandardCharsets.US_ASCII), 0, cowd, 0, 4);
    byte[] seSparse = new byte[2048];
    Bytes.edit(seSparse).putLong(0, 0xcafebabeL);

    assertEquals(VmdkError.UNSUPPORTED_KIND, reading.fileRefusal(cowd));
    assertEquals(VmdkError.UNSUPPORTED_KIND, reading.fileRefusal(seSparse));
    assertEquals(VmdkError.UNSUPPORTED_KIND, reading.streamRefusal(cowd));
  }

  @Test
  void refusesWhatIsNoDescriptor() throws Exception {
    assertEquals(VmdkError.DESCRIPTOR, reading.fileRefusal(new byte[0]));
    assertEquals(VmdkError.DESCRIPTOR, reading.fileRefusal(Bytes.filled(3000, 'x')));
    assertEquals(VmdkError.DESCRIPTOR, reading.fileRefusal(Bytes.filled(2 << 20, 'x')));
  }
}
