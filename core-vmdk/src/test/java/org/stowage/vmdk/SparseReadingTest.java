package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CancelledException;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.VmdkError;

/** Sparse files with plain grains. */
class SparseReadingTest {

  private static final int GRAIN = SparseBytes.GRAIN_BYTES;
  private static final int TABLES = SparseBytes.FIRST_TABLE_SECTOR * 512;
  private static final int DIRECTORY = SparseBytes.DIRECTORY_SECTOR * 512;
  private static final int FIRST = SparseBytes.OVERHEAD_SECTORS;

  /** Two grain tables, the last grain cut. */
  private static final long CAPACITY = 600 * SparseBytes.GRAIN_SECTORS - 3;

  @TempDir private Path folder;
  private Reading reading;

  @BeforeEach
  void start() {
    reading = new Reading(folder);
  }

  private static SparseBytes some() {
    return new SparseBytes(CAPACITY).grain(2, 1).grain(3, 2).grain(0, 3).grain(599, 4);
  }

  private static byte[] someContent() {
    byte[] disk = new byte[(int) CAPACITY * 512];
    Arrays.fill(disk, 2 * GRAIN, 3 * GRAIN, (byte) 1);
    Arrays.fill(disk, 3 * GRAIN, 4 * GRAIN, (byte) 2);
    Arrays.fill(disk, 0, GRAIN, (byte) 3);
    Arrays.fill(disk, 599 * GRAIN, disk.length, (byte) 4);
    return disk;
  }

  @Test
  void readsGrainsInTheOrderOfTheDisk() throws Exception {
    assertArrayEquals(someContent(), reading.file(some().bytes()));
  }

  @Test
  void joinsGrainsThatFollowOneAnother() throws Exception {
    Path file = reading.put("disk.vmdk", some().bytes());
    RecordingDiskSink sink = new RecordingDiskSink(CAPACITY * 512);
    try (DiskImage image = VmdkReader.open(FileImageSource.of(file))) {
      image.copyTo(sink, new TestTransfer(1));
    }

    assertEquals(
        List.of(
            new RecordingDiskSink.Written(0, GRAIN),
            new RecordingDiskSink.Written(2 * GRAIN, 2 * GRAIN),
            new RecordingDiskSink.Written(599 * GRAIN, GRAIN - 3 * 512)),
        sink.extents());
  }

  @Test
  void leavesOutWhatIsZero() throws Exception {
    Path file = reading.put("disk.vmdk", new SparseBytes(CAPACITY).grain(0, 0).entry(1, 1).bytes());
    RecordingDiskSink sink = new RecordingDiskSink(CAPACITY * 512);
    try (DiskImage image = VmdkReader.open(FileImageSource.of(file))) {
      image.copyTo(sink, new TestTransfer(1));
    }

    assertEquals(List.of(), sink.extents());
  }

  @Test
  void ignoresEntriesBeyondTheCapacity() throws Exception {
    assertArrayEquals(someContent(), reading.file(some().entry(600, 0x7fffffff).bytes()));
  }

  @Test
  void readsAnAbsentTable() throws Exception {
    byte[] image = some().bytes();
    Bytes.edit(image).putInt(DIRECTORY + 4, 0);
    byte[] expected = someContent();
    Arrays.fill(expected, 599 * GRAIN, expected.length, (byte) 0);

    assertArrayEquals(expected, reading.file(image));
  }

  @Test
  void readsAFileThatEndsWithTheCapacityInsteadOfTheGrain() throws Exception {
    byte[] image = some().bytes();

    assertArrayEquals(someContent(), reading.file(Arrays.copyOf(image, image.length - 3 * 512)));
  }

  @Test
  void namesWhatItIs() throws Exception {
    DiskFacts facts = reading.facts(some().bytes());

    assertEquals("sparse", facts.format());
    assertEquals("monolithicSparse", facts.createType());
    assertEquals("disk.vmdk", facts.fileName());
    assertEquals(CAPACITY * 512, facts.capacityBytes());
    assertEquals(Optional.of(AdapterType.LSILOGIC), facts.knownAdapterType());
    assertEquals(List.of(), facts.problems());
  }

  @Test
  void warnsOfAnUncleanShutdownAndUnknownFlags() throws Exception {
    List<Problem> problems =
        reading
            .facts(some().unclean().flags(SparseFlags.LINE_END_PROBES | 0x4000).bytes())
            .problems();

    assertEquals(
        List.of(VmdkError.UNCLEAN_SHUTDOWN, VmdkError.FLAGS),
        problems.stream().map(Problem::code).toList());
    assertEquals(Problem.Severity.WARNING, problems.get(0).severity());
  }

  @Test
  void takesTheExtentLineWhereTheHeaderFillsUpTheLastGrain() throws Exception {
    String text = SparseBytes.descriptor(CAPACITY - 4, "CID=1\n");

    DiskFacts facts = reading.facts(some().descriptor(text).bytes());

    assertEquals((CAPACITY - 4) * 512, facts.capacityBytes());
    assertEquals(List.of(), facts.problems());
    assertArrayEquals(
        Arrays.copyOf(someContent(), (int) (CAPACITY - 4) * 512), reading.file("disk.vmdk"));
  }

  @Test
  void takesTheHeaderWhereTheExtentLineSaysLessAndSaysSo() throws Exception {
    DiskFacts facts =
        reading.facts(some().descriptor(SparseBytes.descriptor(100, "CID=1\n")).bytes());

    assertEquals(CAPACITY * 512, facts.capacityBytes());
    assertEquals(VmdkError.EXTENT_SIZE, facts.problems().get(0).code());
  }

  @Test
  void warnsOfATextThatNamesAnotherKind() throws Exception {
    String text =
        SparseBytes.descriptor(CAPACITY, "CID=1\n").replace("monolithicSparse", "streamOptimized");

    DiskFacts facts = reading.facts(some().descriptor(text).bytes());

    assertEquals("sparse", facts.format());
    assertEquals(VmdkError.DESCRIPTOR, facts.problems().get(0).code());
  }

  @Test
  void passesItsBytesOn() throws Exception {
    byte[] bytes = some().bytes();
    try (DiskImage image = VmdkReader.open(FileImageSource.of(reading.put("disk.vmdk", bytes)))) {
      StoredForm stored = image.stored().orElseThrow();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      stored.writeTo(out, new TestTransfer(1));

      assertEquals("sparse", stored.format());
      assertEquals(bytes.length, stored.lengthBytes().orElseThrow());
      assertArrayEquals(bytes, out.toByteArray());
    }
  }

  @Test
  void passesNothingOnWhenItsTablesAreDamaged() throws Exception {
    byte[] bytes = some().entry(7, 0x7fffffff).bytes();
    try (DiskImage image = VmdkReader.open(FileImageSource.of(reading.put("disk.vmdk", bytes)))) {
      StoredForm stored = image.stored().orElseThrow();
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      assertThrows(DiskFormatException.class, () -> stored.writeTo(out, new TestTransfer(1)));
      assertEquals(0, out.size());
    }
  }

  @Test
  void refusesToPassOnAFileThatShrankSinceItWasOpened() throws Exception {
    Path file = reading.put("disk.vmdk", some().bytes());
    try (DiskImage image = VmdkReader.open(FileImageSource.of(file))) {
      StoredForm stored = image.stored().orElseThrow();
      Files.write(file, Arrays.copyOf(some().bytes(), some().bytes().length - 1024));

      DiskFormatException refused =
          assertThrows(
              DiskFormatException.class,
              () -> stored.writeTo(new ByteArrayOutputStream(), new TestTransfer(1)));
      assertEquals(VmdkError.TRUNCATED, refused.code());
    }
  }

  @Test
  void stopsWhenTold() throws Exception {
    FileImageSource source = FileImageSource.of(reading.put("disk.vmdk", some().bytes()));
    try (DiskImage image = VmdkReader.open(source)) {
      assertThrows(
          CancelledException.class,
          () ->
              image.copyTo(
                  new RecordingDiskSink(CAPACITY * 512), new TestTransfer(2).cancelAfter(0)));
    }
    assertEquals(0, source.openHandles());
  }

  // Damage and deceit

  @Test
  void refusesAFileCutAtAnySector() throws Exception {
    byte[] image = some().bytes();
    for (int length = 0; length <= image.length - 4 * 512; length += 512) {
      reading.fileRefusal(Arrays.copyOf(image, length));
    }
  }

  @Test
  void refusesAFileThatIsAllMetadataAndShorter() throws Exception {
    byte[] image = Arrays.copyOf(some().bytes(), FIRST * 512 - 1);

    assertEquals(VmdkError.TRUNCATED, reading.fileRefusal(image));
  }

  @Test
  void refusesAnEntryOfOneWithoutTheFlagForZeroedGrains() throws Exception {
    byte[] image = some().flags(SparseFlags.LINE_END_PROBES).entry(9, 1).bytes();

    assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(image));
  }

  @Test
  void refusesTwoEntriesForOneGrain() throws Exception {
    assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(some().entry(9, FIRST).bytes()));
  }

  @Test
  void refusesGrainsThatOverlapInPart() throws Exception {
    assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(some().entry(9, FIRST + 4).bytes()));
  }

  @Test
  void refusesGrainsWithinMetadata() throws Exception {
    for (int sector : new int[] {2, SparseBytes.DIRECTORY_SECTOR, FIRST - 1}) {
      assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(some().entry(9, sector).bytes()));
    }
  }

  @Test
  void refusesGrainsWithinATableThatLiesAmongThem() throws Exception {
    byte[] image = some().grain(10, 9).bytes();
    // The second table moves to where the grain of entry 10 is.
    Bytes.edit(image).putInt(DIRECTORY + 4, FIRST + 4 * 8 + 2);
    Arrays.fill(image, (FIRST + 4 * 8) * 512, image.length, (byte) 0);

    assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(image));
  }

  @Test
  void refusesGrainsBeyondTheEnd() throws Exception {
    for (int sector : new int[] {FIRST + 4 * 8, 0x7fffffff, 0xffffffff}) {
      assertEquals(
          VmdkError.GRAIN_BEYOND_END, reading.fileRefusal(some().entry(9, sector).bytes()));
    }
  }

  @Test
  void refusesATableOrDirectoryBeyondTheEnd() throws Exception {
    byte[] table = some().bytes();
    Bytes.edit(table).putInt(DIRECTORY + 4, 0xffffffff);
    byte[] directory = some().bytes();
    Bytes.edit(directory).putLong(56, 0xffffffffL);

    assertEquals(VmdkError.TABLE_BEYOND_END, reading.fileRefusal(table));
    assertEquals(VmdkError.TABLE_BEYOND_END, reading.fileRefusal(directory));
  }

  @Test
  void refusesTablesThatShareSectors() throws Exception {
    for (int sector :
        new int[] {SparseBytes.FIRST_TABLE_SECTOR, SparseBytes.FIRST_TABLE_SECTOR + 3}) {
      byte[] image = some().bytes();
      Bytes.edit(image).putInt(DIRECTORY + 4, sector);

      assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(image));
    }
  }

  @Test
  void refusesTablesWithinOtherMetadata() throws Exception {
    for (int sector : new int[] {1, 2, SparseBytes.DIRECTORY_SECTOR}) {
      byte[] image = some().bytes();
      Bytes.edit(image).putInt(DIRECTORY, sector);

      assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(image));
    }
    byte[] directory = some().bytes();
    Bytes.edit(directory).putLong(56, 0);
    assertEquals(VmdkError.GRAIN_OVERLAP, reading.fileRefusal(directory));
  }

  @Test
  void refusesACapacityThatTheTablesCannotCover() throws Exception {
    byte[] image = some().bytes();
    Bytes.edit(image).putLong(12, 1L << 33);

    assertEquals(VmdkError.TABLE_BEYOND_END, reading.fileRefusal(image));
  }

  @Test
  void refusesAPartOfASplitDiskAlone() throws Exception {
    assertEquals(VmdkError.UNSUPPORTED_KIND, reading.fileRefusal(some().descriptor("").bytes()));
  }

  @Test
  void refusesACapacityOfNothingBesideADescriptor() throws Exception {
    byte[] image = some().bytes();
    Bytes.edit(image).putLong(12, 0);

    assertEquals(VmdkError.CAPACITY, reading.fileRefusal(image));
  }

  @Test
  void refusesADescriptorThatPromisesMoreThanTheHeader() throws Exception {
    String text = SparseBytes.descriptor(CAPACITY + 1, "CID=1\n");

    assertEquals(VmdkError.EXTENT_SIZE, reading.fileRefusal(some().descriptor(text).bytes()));
  }

  @Test
  void neverOpensTheFileThatAnEmbeddedDescriptorNames() throws Exception {
    String text =
        SparseBytes.descriptor(CAPACITY, "CID=1\n").replace("whatever.vmdk", "/etc/passwd");

    assertArrayEquals(someContent(), reading.file(some().descriptor(text).bytes()));
    assertEquals(
        VmdkError.EXTENT_LINE,
        reading.fileRefusal(
            some()
                .descriptor(text.replace("SPARSE \"/etc/passwd\"", "FLAT \"/etc/passwd\" 0"))
                .bytes()));
  }

  @Test
  void refusesFilesNeverFinished() throws Exception {
    byte[] image = some().bytes();
    image[0] = 'k';
    image[1] = 'd';
    image[2] = 'm';
    image[3] = 'v';

    assertEquals(VmdkError.TRUNCATED, reading.fileRefusal(image));
    assertEquals(VmdkError.TRUNCATED, reading.streamRefusal(image));
  }
}
