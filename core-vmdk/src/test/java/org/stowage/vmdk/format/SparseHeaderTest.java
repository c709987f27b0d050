package org.stowage.vmdk.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;

class SparseHeaderTest {

  private static final SparseHeader STREAM =
      new SparseHeader(
          3,
          SparseFlags.STREAM,
          new GrainLayout(1000, 128),
          1,
          20,
          0,
          SparseHeader.AT_END,
          128,
          false);

  @Test
  void readsWhatItWrote() throws Exception {
    SparseHeader unclean =
        new SparseHeader(2, 7, new GrainLayout(1L << 32, 128), 1, 20, 21, 40, 4096, true);

    assertEquals(STREAM, SparseHeader.parse(STREAM.encode(), "x"));
    assertEquals(unclean, SparseHeader.parse(unclean.encode(), "x"));
  }

  @Test
  void writesTheLayoutOfTheTechnote() {
    ByteBuffer bytes = STREAM.encode().order(ByteOrder.LITTLE_ENDIAN);

    assertEquals(512, bytes.remaining());
    assertEquals(
        "KDMV",
        "" + (char) bytes.get(0) + (char) bytes.get(1) + (char) bytes.get(2) + (char) bytes.get(3));
    assertEquals(1000, bytes.getLong(12));
    assertEquals(512, bytes.getInt(44));
    assertEquals(-1, bytes.getLong(56));
    assertEquals('\n', bytes.get(73));
    assertEquals(1, bytes.getShort(77));
  }

  @Test
  void ignoresUnknownFlagsOfTheCompatibleHalf() throws Exception {
    assertTrue(SparseHeader.parse(changed(h -> h.putInt(8, 0x38001)), "x").has(0x8000));
  }

  @Test
  void refusesAFileThatEndsWithinTheHeader() {
    assertEquals(VmdkError.TRUNCATED, refusal(ByteBuffer.allocate(511)));
  }

  @Test
  void refusesTheMarkOfAnUnfinishedFile() {
    assertEquals(
        VmdkError.HEADER, refusal(changed(h -> h.put(0, new byte[] {'k', 'd', 'm', 'v'}))));
  }

  @Test
  void namesTextModeTransferAsTheCauseOfDamagedProbes() {
    assertEquals(VmdkError.TEXT_MODE_DAMAGE, refusal(changed(h -> h.put(75, (byte) '\n'))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, -1})
  void refusesUnknownVersions(int version) {
    assertEquals(VmdkError.VERSION, refusal(changed(h -> h.putInt(4, version))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x70001, 0x80030001, 0x10001, 0x20001})
  void refusesUnknownOrHalfStreamFlags(int flags) {
    assertEquals(VmdkError.FLAGS, refusal(changed(h -> h.putInt(8, flags))));
  }

  @ParameterizedTest
  @CsvSource({"0x30001,0", "0x30001,2", "1,1"})
  void refusesCompressionThatContradictsTheFlags(String flags, short algorithm) {
    assertEquals(
        VmdkError.HEADER,
        refusal(changed(h -> h.putInt(8, Integer.decode(flags)).putShort(77, algorithm))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 511, 513, 4096, -1})
  void refusesGrainTablesOfAnotherSize(int entries) {
    assertEquals(VmdkError.HEADER, refusal(changed(h -> h.putInt(44, entries))));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4, 127, 4096, -128, Long.MIN_VALUE})
  void refusesGrainsOfUnusualSize(long sectors) {
    assertEquals(VmdkError.GRAIN_SIZE, refusal(changed(h -> h.putLong(20, sectors))));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MAX_VALUE, Long.MAX_VALUE / 512 + 1, (1L << 37) + 1})
  void refusesCapacitiesThatNoDirectoryCovers(long sectors) {
    assertEquals(VmdkError.CAPACITY, refusal(changed(h -> h.putLong(12, sectors))));
  }

  @ParameterizedTest
  @CsvSource({"28,-1", "36,4294967296", "56,-2", "56,4294967296", "64,-9223372036854775808"})
  void refusesOffsetsThatNoFileReaches(int field, long sectors) {
    assertEquals(VmdkError.HEADER, refusal(changed(h -> h.putLong(field, sectors))));
  }

  @Test
  void refusesADirectoryAtTheEndOfWhatIsNoStream() {
    assertEquals(VmdkError.HEADER, refusal(changed(h -> h.putInt(8, 1).putShort(77, (short) 0))));
  }

  @ParameterizedTest
  @CsvSource({"1,0", "1,2049", "1,128", "128,1", "4294967295,4294967295"})
  void refusesADescriptorAreaThatReachesIntoTheGrains(long first, long sectors) {
    assertEquals(
        VmdkError.DESCRIPTOR_AREA,
        refusal(changed(h -> h.putLong(28, first).putLong(36, sectors))));
  }

  private static ByteBuffer changed(Consumer<ByteBuffer> change) {
    ByteBuffer bytes = STREAM.encode().order(ByteOrder.LITTLE_ENDIAN);
    change.accept(bytes);
    return bytes;
  }

  private static ErrorCode refusal(ByteBuffer bytes) {
    return assertThrows(DiskFormatException.class, () -> SparseHeader.parse(bytes, "x")).code();
  }
}
