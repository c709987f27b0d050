package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.Problem;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.MarkerType;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/** Stream-optimized files, read by their tables and by their markers. */
class StreamReadingTest {

  private static final int GRAIN = StreamBytes.GRAIN_BYTES;

  /** Three grain tables, the last grain cut. */
  private static final long CAPACITY = 2 * 512 * StreamBytes.GRAIN_SECTORS + 21;

  @TempDir private Path folder;
  private Reading reading;

  @BeforeEach
  void start() {
    reading = new Reading(folder);
  }

  private static StreamBytes someGrains(StreamBytes stream) {
    return stream.grain(0, 1).grain(1, 2).grain(511, 3).grain(1024, 4).grain(1026, 5);
  }

  private static byte[] someContent() {
    byte[] disk = new byte[(int) CAPACITY * 512];
    int[] grains = {0, 1, 511, 1024, 1026};
    for (int i = 0; i < grains.length; i++) {
      int from = grains[i] * GRAIN;
      Arrays.fill(disk, from, Math.min(disk.length, from + GRAIN), (byte) (i + 1));
    }
    return disk;
  }

  private void assertReads(byte[] expected, byte[] image) throws Exception {
    assertArrayEquals(expected, reading.file(image), "by tables");
    assertArrayEquals(expected, reading.stream(image), "by markers");
  }

  // The variants that writers make

  @Test
  void readsADirectoryAtTheEnd() throws Exception {
    assertReads(someContent(), someGrains(StreamBytes.directoryLast(CAPACITY)).finished());
  }

  @Test
  void readsTablesBetweenTheGrains() throws Exception {
    byte[] image =
        StreamBytes.directoryLast(CAPACITY)
            .grain(0, 1)
            .grain(1, 2)
            .grain(511, 3)
            .metadata(MarkerType.PROGRESS, 0)
            .grain(1024, 4)
            .grain(1026, 5)
            .finished();

    assertReads(someContent(), image);
  }

  @Test
  void readsADirectoryAtTheStartWithoutFooterAndEnd() throws Exception {
    assertReads(someContent(), someGrains(StreamBytes.directoryFirst(CAPACITY)).bytes());
  }

  @Test
  void readsADirectoryAtTheStartThatEndsWithinTheLastSector() throws Exception {
    byte[] image = someGrains(StreamBytes.directoryFirst(CAPACITY)).bytes();
    int used = image.length;
    while (image[used - 1] == 0) {
      used--;
    }

    assertReads(someContent(), Arrays.copyOf(image, used));
  }

  @Test
  void readsADirectoryAtTheStartWithAnEnd() throws Exception {
    assertReads(someContent(), someGrains(StreamBytes.directoryFirst(CAPACITY)).end().bytes());
  }

  @Test
  void readsADirectoryAtTheStartThatTheFooterRepeats() throws Exception {
    StreamBytes stream = someGrains(StreamBytes.directoryFirst(CAPACITY));

    assertReads(someContent(), stream.footer(stream.header()).end().bytes());
  }

  @Test
  void readsTheDirectoryOfTheFooterWhereTheHeaderHasAnother() throws Exception {
    byte[] image = someGrains(StreamBytes.directoryFirst(CAPACITY)).finished();
    // The header's directory now leads nowhere.
    Bytes.edit(image).putInt((int) someHeader().directorySector() * 512, 0x7fffffff);

    assertReads(someContent(), image);
  }

  private static SparseHeader someHeader() {
    return StreamBytes.directoryFirst(CAPACITY).header();
  }

  @Test
  void readsEmptyDisks() throws Exception {
    byte[] nothing = new byte[(int) CAPACITY * 512];

    assertReads(nothing, StreamBytes.directoryLast(CAPACITY).finished());
    assertReads(nothing, StreamBytes.directoryFirst(CAPACITY).end().bytes());
  }

  @Test
  void takesZeroedEntriesForAbsentOnes() throws Exception {
    byte[] image = someGrains(StreamBytes.zeroable(CAPACITY)).entry(700, 1).finished();

    assertReads(someContent(), image);
  }

  @Test
  void passesOverZerosAfterTheEndAndSaysSo() throws Exception {
    byte[] image = someGrains(StreamBytes.directoryLast(CAPACITY)).finished();
    byte[] padded = Arrays.copyOf(image, image.length + 700);

    assertReads(someContent(), padded);
    assertEquals(
        List.of(VmdkError.TRAILING_BYTES),
        reading.facts(padded).problems().stream().map(Problem::code).toList());
  }

  @Test
  void warnsOfWhatImportersMayRefuse() throws Exception {
    byte[] image = StreamBytes.directoryFirst(CAPACITY).grain(0, 1).bytes();
    Bytes.edit(image).putInt(4, 1);
    byte[] whole = StreamBytes.directoryFirst(CAPACITY).grain(0, 1).end().bytes();

    assertEquals(
        List.of(VmdkError.VERSION, VmdkError.NO_END),
        reading.facts(image).problems().stream().map(Problem::code).toList());
    assertEquals(List.of(), reading.facts(whole).problems());
  }

  @Test
  void readsGrainsInAnyOrderWhereThereAreTables() throws Exception {
    byte[] image = StreamBytes.directoryLast(CAPACITY).grain(1, 2).grain(0, 1).finished();
    byte[] disk = new byte[(int) CAPACITY * 512];
    Arrays.fill(disk, 0, GRAIN, (byte) 1);
    Arrays.fill(disk, GRAIN, 2 * GRAIN, (byte) 2);

    assertArrayEquals(disk, reading.file(image));
    assertEquals(VmdkError.GRAIN_ORDER, reading.streamRefusal(image));
  }

  @Test
  void readsGrainsThatDoNotCompress() throws Exception {
    byte[] random = new byte[GRAIN];
    new java.util.Random(7).nextBytes(random);
    byte[] image = StreamBytes.directoryLast(8).compressed(0, 0, Bytes.zlib(random)).finished();

    assertReads(random, image);
  }

  @Test
  void namesWhatItIs() throws Exception {
    DiskFacts facts = reading.facts(someGrains(StreamBytes.directoryLast(CAPACITY)).finished());

    assertEquals("streamOptimized", facts.format());
    assertEquals("streamOptimized", facts.createType());
    assertEquals(CAPACITY * 512, facts.capacityBytes());
    assertTrue(facts.problems().isEmpty());
  }

  // Damage and deceit

  @Test
  void refusesAFileWithoutItsFooter() throws Exception {
    byte[] image = someGrains(StreamBytes.directoryLast(CAPACITY)).tables().directory().bytes();

    assertEquals(VmdkError.TRUNCATED, reading.fileRefusal(image));
    assertEquals(VmdkError.TRUNCATED, reading.streamRefusal(image));
  }

  @Test
  void refusesAFileCutAtAnySector() throws Exception {
    byte[] image = StreamBytes.directoryLast(CAPACITY).grain(0, 1).grain(600, 2).finished();
    for (int length = 0; length < image.length; length += 512) {
      byte[] cut = Arrays.copyOf(image, length);
      reading.fileRefusal(cut);
      reading.streamRefusal(cut);
    }
  }

  @Test
  void refusesAFileWithoutFooterCutAtAnySector() throws Exception {
    byte[] image = StreamBytes.directoryFirst(CAPACITY).grain(0, 1).grain(600, 2).bytes();
    for (int length = 0; length < image.length; length += 512) {
      byte[] cut = Arrays.copyOf(image, length);
      reading.fileRefusal(cut);
      reading.streamRefusal(cut);
    }
  }

  @Test
  void refusesAFooterThatPutsTheDirectoryAtTheEndAgain() throws Exception {
    StreamBytes stream = someGrains(StreamBytes.directoryLast(CAPACITY)).tables().directory();
    byte[] image = stream.footer(stream.header()).end().bytes();

    assertEquals(VmdkError.FOOTER, reading.fileRefusal(image));
    assertEquals(VmdkError.FOOTER, reading.streamRefusal(image));
  }

  @Test
  void refusesAFooterOfAnotherCapacity() throws Exception {
    StreamBytes stream = someGrains(StreamBytes.directoryLast(CAPACITY)).tables().directory();
    SparseHeader other =
        new SparseHeader(
            3, stream.header().flags(), new GrainLayout(CAPACITY + 8, 8), 1, 2, 0, 9, 3, false);
    byte[] image = stream.footer(other).end().bytes();

    assertEquals(VmdkError.FOOTER, reading.fileRefusal(image));
    assertEquals(VmdkError.FOOTER, reading.streamRefusal(image));
  }

  @Test
  void refusesADirectoryBeyondTheEnd() throws Exception {
    StreamBytes stream = someGrains(StreamBytes.directoryLast(CAPACITY)).tables().directory();
    byte[] image = stream.footer(stream.header().withDirectoryAt(1 << 20)).end().bytes();

    assertEquals(VmdkError.TABLE_BEYOND_END, reading.fileRefusal(image));
    assertEquals(VmdkError.TABLE_MISMATCH, reading.streamRefusal(image));
  }

  @Test
  void refusesGrainTablesBeyondTheEnd() throws Exception {
    byte[] image = someGrains(StreamBytes.directoryFirst(CAPACITY)).bytes();
    Bytes.edit(image).putInt((int) someHeader().directorySector() * 512, 1 << 20);

    assertEquals(VmdkError.TABLE_BEYOND_END, reading.fileRefusal(image));
    assertEquals(VmdkError.TABLE_MISMATCH, reading.streamRefusal(image));
  }

  @Test
  void refusesEntriesBeyondTheEnd() throws Exception {
    byte[] image =
        someGrains(StreamBytes.directoryLast(CAPACITY)).entry(700, 0xffffffff).finished();

    assertEquals(VmdkError.GRAIN_BEYOND_END, reading.fileRefusal(image));
    assertEquals(VmdkError.TABLE_MISMATCH, reading.streamRefusal(image));
  }

  @Test
  void refusesMarkersOfAnotherGrainThanTheTablesSay() throws Exception {
    byte[] data = Bytes.zlib(Bytes.filled(GRAIN, 1));
    byte[] image = StreamBytes.directoryLast(CAPACITY).compressed(3, 2 * 8, data).finished();

    assertEquals(VmdkError.TABLE_MISMATCH, reading.fileRefusal(image));
    assertEquals(VmdkError.TABLE_MISMATCH, reading.streamRefusal(image));
  }

  @Test
  void refusesTwoEntriesForOneGrain() throws Exception {
    StreamBytes stream = StreamBytes.directoryLast(CAPACITY);
    byte[] image = stream.entry(9, stream.position() / 512).grain(3, 1).finished();

    assertEquals(VmdkError.TABLE_MISMATCH, reading.fileRefusal(image));
    assertEquals(VmdkError.TABLE_MISMATCH, reading.streamRefusal(image));
  }

  @Test
  void refusesEntriesThatLeadToMetadata() throws Exception {
    StreamBytes stream = someGrains(StreamBytes.directoryLast(CAPACITY));
    byte[] image = stream.entry(9, stream.position() / 512).finished();

    assertEquals(VmdkError.MARKER, reading.fileRefusal(image));
    assertEquals(VmdkError.TABLE_MISMATCH, reading.streamRefusal(image));
  }

  @Test
  void refusesAStreamWhoseGrainsTheTablesDoNotList() throws Exception {
    StreamBytes stream = StreamBytes.directoryLast(CAPACITY).grain(3, 1).grain(5, 2);

    assertEquals(VmdkError.TABLE_MISMATCH, reading.streamRefusal(stream.entry(5, 0).finished()));
    assertEquals(
        VmdkError.TABLE_MISMATCH,
        reading.streamRefusal(
            StreamBytes.directoryLast(CAPACITY).grain(3, 1).entry(3, 0).finished()));
  }

  @Test
  void refusesTheSameGrainTwice() throws Exception {
    byte[] image = StreamBytes.directoryLast(CAPACITY).grain(3, 1).grain(3, 2).finished();

    assertEquals(VmdkError.GRAIN_ORDER, reading.streamRefusal(image));
  }

  @Test
  void refusesGrainsBeyondTheCapacityOrBetweenGrains() throws Exception {
    byte[] data = Bytes.zlib(Bytes.filled(GRAIN, 1));
    for (long sector : new long[] {1, CAPACITY + 8, -8, Long.MAX_VALUE, Long.MIN_VALUE}) {
      byte[] image = StreamBytes.directoryLast(CAPACITY).compressed(3, sector, data).finished();

      assertEquals(VmdkError.TABLE_MISMATCH, reading.fileRefusal(image));
      assertEquals(VmdkError.MARKER, reading.streamRefusal(image));
    }
  }

  @Test
  void refusesGrainsLargerThanAnyCompressorMakesThem() throws Exception {
    byte[] image = StreamBytes.directoryLast(8).compressed(0, 0, new byte[GRAIN + 1025]).finished();

    assertEquals(VmdkError.MARKER, reading.fileRefusal(image));
    assertEquals(VmdkError.MARKER, reading.streamRefusal(image));
  }

  @Test
  void refusesAGrainThatEndsBeyondTheFile() throws Exception {
    StreamBytes stream = StreamBytes.directoryFirst(8);
    byte[] image = stream.entry(0, stream.position() / 512).marker(0, 600).padded().bytes();

    assertEquals(VmdkError.GRAIN_BEYOND_END, reading.fileRefusal(image));
    assertEquals(VmdkError.TRUNCATED, reading.streamRefusal(image));
  }

  @Test
  void refusesAMarkerWithoutAnyData() throws Exception {
    StreamBytes stream = StreamBytes.directoryFirst(8);
    byte[] image = stream.entry(0, stream.position() / 512).marker(0, 1).bytes();

    assertEquals(VmdkError.GRAIN_BEYOND_END, reading.fileRefusal(image));
    assertEquals(VmdkError.TRUNCATED, reading.streamRefusal(image));
  }

  @Test
  void refusesDamagedCompressedData() throws Exception {
    byte[] good = Bytes.zlib(Bytes.filled(GRAIN, 1));
    byte[] badChecksum = good.clone();
    badChecksum[good.length - 1]++;
    byte[] withDictionary = good.clone();
    withDictionary[1] = (byte) 0xbb;
    List<byte[]> damaged =
        List.of(
            Bytes.filled(100, 0x55),
            new byte[] {1},
            Bytes.rawDeflate(Bytes.filled(GRAIN, 1)),
            badChecksum,
            withDictionary,
            Arrays.copyOf(good, good.length - 1),
            Bytes.joined(good, new byte[] {0}),
            Bytes.zlib(Bytes.filled(GRAIN - 1, 1)),
            Bytes.zlib(Bytes.filled(GRAIN + 1, 1)),
            Bytes.zlib(new byte[10 << 20]));
    for (byte[] data : damaged) {
      byte[] image = StreamBytes.directoryLast(8).compressed(0, 0, data).finished();

      if (data.length <= GRAIN + 1024) {
        assertEquals(VmdkError.COMPRESSED_GRAIN, reading.fileRefusal(image));
        assertEquals(VmdkError.COMPRESSED_GRAIN, reading.streamRefusal(image));
      } else {
        assertEquals(VmdkError.MARKER, reading.fileRefusal(image));
      }
    }
  }

  @Test
  void refusesWhatFollowsTheEnd() throws Exception {
    byte[] image = someGrains(StreamBytes.directoryLast(CAPACITY)).finished();

    assertEquals(
        VmdkError.TRAILING_BYTES, reading.streamRefusal(Bytes.joined(image, new byte[] {1})));
    assertEquals(VmdkError.TRUNCATED, reading.fileRefusal(Bytes.joined(image, new byte[] {1})));
  }

  @Test
  void refusesGrainsAfterTheFooter() throws Exception {
    byte[] image =
        StreamBytes.directoryLast(CAPACITY).tables().directory().footer().grain(0, 1).end().bytes();

    assertEquals(VmdkError.MARKER, reading.streamRefusal(image));
  }

  @Test
  void refusesMetadataOfTheWrongSize() throws Exception {
    for (MarkerType type :
        new MarkerType[] {
          MarkerType.GRAIN_TABLE,
          MarkerType.GRAIN_DIRECTORY,
          MarkerType.FOOTER,
          MarkerType.END_OF_STREAM
        }) {
      byte[] image = StreamBytes.directoryLast(CAPACITY).metadata(type, 1 << 30).finished();

      assertEquals(VmdkError.MARKER, reading.streamRefusal(image), type.name());
    }
  }

  @Test
  void refusesMoreTablesAndDirectoriesThanADiskHas() throws Exception {
    StreamBytes tables = StreamBytes.directoryLast(CAPACITY);
    for (int i = 0; i < 4; i++) {
      tables.metadata(MarkerType.GRAIN_TABLE, 4).raw(new byte[2048]);
    }

    assertEquals(VmdkError.MARKER, reading.streamRefusal(tables.finished()));
    assertEquals(
        VmdkError.MARKER,
        reading.streamRefusal(StreamBytes.directoryLast(CAPACITY).directory().finished()));
  }

  @Test
  void refusesAChildThatCanOnlyBeStreamed() throws Exception {
    assertEquals(VmdkError.PARENT_MISSING, reading.streamRefusal(StreamBytes.child(8).finished()));
  }

  @Test
  void refusesPlainGrainsThatCanOnlyBeStreamed() throws Exception {
    assertEquals(
        VmdkError.UNSUPPORTED_KIND, reading.streamRefusal(new SparseBytes(8).grain(0, 1).bytes()));
  }
}
