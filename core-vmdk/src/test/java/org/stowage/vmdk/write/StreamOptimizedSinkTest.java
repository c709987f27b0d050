package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

class StreamOptimizedSinkTest {

  private static final int CAPACITY = 100 * TestContent.GRAIN + 3 * 512;
  private static final WriteOptions USUAL = new WriteOptions(WriteOptions.USUAL_LEVEL, 2);

  @TempDir Path folder;
  private final AtomicInteger files = new AtomicInteger();

  /** How a test gives content to a sink. */
  private interface Giving {
    void to(DiskSink sink) throws IOException;
  }

  private byte[] made(DiskSpec spec, WriteOptions options, Giving giving) throws IOException {
    Path file = folder.resolve(files.incrementAndGet() + ".vmdk");
    FolderImageTarget target = FolderImageTarget.streamOnly(file);
    try (DiskSink sink = DiskSinks.streamOptimized(spec, target, options)) {
      giving.to(sink);
      sink.finish();
    }
    assertEquals(0, target.openHandles());
    return Files.readAllBytes(file);
  }

  private byte[] made(TestContent content) throws IOException {
    return made(content.spec(), USUAL, sink -> content.writeAll(sink, 1 << 20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void givesTheSameBytesAtAnyNumberOfThreads(int threads) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 1);

    byte[] bytes =
        made(content.spec(), new WriteOptions(6, threads), sink -> content.writeAll(sink, 1 << 20));

    assertArrayEquals(made(content), bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 65536, 65536 + 512, 10_000_000})
  void givesTheSameBytesHoweverTheContentIsCut(int extentBytes) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 2);

    byte[] bytes = made(content.spec(), USUAL, sink -> content.writeAll(sink, extentBytes));

    assertArrayEquals(made(content), bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void givesTheSameBytesWhenZerosAreLeftOut(long seed) throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 3);

    byte[] bytes = made(content.spec(), USUAL, sink -> content.writeRagged(sink, seed));

    assertArrayEquals(made(content), bytes);
  }

  @Test
  void givesTheSameBytesToAFileAsToAStream() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 4);
    Path file = folder.resolve("file.vmdk");
    FolderImageTarget target = FolderImageTarget.of(file);

    try (DiskSink sink = DiskSinks.streamOptimized(content.spec(), target, USUAL)) {
      content.writeAll(sink, 1 << 20);
      sink.finish();
    }

    assertArrayEquals(made(content), Files.readAllBytes(file));
    assertEquals(0, target.openHandles());
  }

  @Test
  void startsWithAHeaderOfVersion3ThatRefersToTheFooter() throws Exception {
    byte[] bytes = made(TestContent.mixed(CAPACITY, 5));

    SparseHeader header = SparseHeader.parse(ByteBuffer.wrap(bytes), "x");
    assertEquals(
        new SparseHeader(
            3,
            SparseFlags.STREAM,
            new GrainLayout(CAPACITY / 512, 128),
            1,
            20,
            0,
            SparseHeader.AT_END,
            128,
            false),
        header);
    SparseHeader footer =
        SparseHeader.parse(ByteBuffer.wrap(bytes, bytes.length - 1024, 512).slice(), "x");
    assertEquals(header.withDirectoryAt(bytes.length / 512 - 4), footer);
  }

  @Test
  void describesItselfAsVmwareDoes() throws Exception {
    byte[] bytes = made(new DiskSpec(1L << 30, AdapterType.PVSCSI), USUAL, sink -> {});

    Descriptor descriptor = Descriptor.parse(ByteBuffer.wrap(bytes, 512, 20 * 512).slice(), "x");
    assertEquals(
        """
        # Disk DescriptorFile
        version=1
        encoding="UTF-8"
        CID=%s
        parentCID=ffffffff
        createType="streamOptimized"

        # Extent description
        RDONLY 2097152 SPARSE "generated-stream.vmdk"

        # The Disk Data Base
        #DDB

        ddb.adapterType="lsilogic"
        ddb.geometry.cylinders="512"
        ddb.geometry.heads="128"
        ddb.geometry.sectors="32"
        ddb.toolsVersion="2147483647"
        ddb.virtualHWVersion="4"
        """
            .formatted(Descriptor.hex(descriptor.contentId())),
        new String(bytes, 512, 20 * 512, java.nio.charset.StandardCharsets.UTF_8)
            .replace("\0", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void storesNothingOfADiskOfZeros(int writes) throws Exception {
    TestContent zeros = TestContent.zeros(CAPACITY);

    byte[] bytes = made(zeros.spec(), USUAL, sink -> zeros.writeAll(sink, CAPACITY << 1 - writes));

    // Overhead, directory marker and directory, footer marker and footer, end of stream.
    assertEquals((128 + 2 + 2 + 1) * 512, bytes.length);
    assertEquals(2, littleEndian(bytes).getInt(128 * 512 + 12));
    assertEquals(0, littleEndian(bytes).getInt(129 * 512));
    assertEquals(3, littleEndian(bytes).getInt(130 * 512 + 12));
    assertArrayEquals(new byte[512], Arrays.copyOfRange(bytes, bytes.length - 512, bytes.length));
  }

  @Test
  void storesATableForEachStretchInUseAndNoOther() throws Exception {
    int capacity = 96 << 20;
    TestContent content = TestContent.zeros(capacity);
    content.bytes()[0] = 1;
    content.bytes()[capacity - 1] = 2;

    byte[] bytes = made(content);

    // Each grain compresses into one sector; then come marker and table.
    ByteBuffer in = littleEndian(bytes);
    int directory = 128 + 6 + 6 + 1;
    assertEquals(130, in.getInt(directory * 512));
    assertEquals(0, in.getInt(directory * 512 + 4));
    assertEquals(136, in.getInt(directory * 512 + 8));
    assertEquals(128, in.getInt(130 * 512));
    assertEquals(134, in.getInt(136 * 512 + 511 * 4));
    assertEquals((capacity - TestContent.GRAIN) / 512, in.getLong(134 * 512));
    assertEquals((directory + 1 + 3) * 512, bytes.length);
  }

  @Test
  void storesAGrainThatCannotBeCompressedInMoreThanAGrain() throws Exception {
    byte[] bytes = made(TestContent.noise(TestContent.GRAIN));

    ByteBuffer in = littleEndian(bytes);
    int size = in.getInt(128 * 512 + 8);
    assertTrue(size > TestContent.GRAIN, "compressed to " + size);
    assertEquals(
        0, (((in.getShort(128 * 512 + 12) & 0xff) << 8) | in.get(128 * 512 + 13) & 0xff) % 31);
  }

  @Test
  void namesDisksOfOtherContentOtherwise() throws Exception {
    byte[] one = made(TestContent.mixed(CAPACITY, 6));
    byte[] other = made(TestContent.mixed(CAPACITY, 7));

    assertNotEquals(contentId(one), contentId(other));
  }

  @Test
  void refusesACapacityThatNoReaderTakes() {
    DiskSpec spec = new DiskSpec((64L << 40) + 512, AdapterType.IDE);

    StorageException refusal =
        assertThrows(StorageException.class, () -> made(spec, USUAL, s -> {}));

    assertEquals(VmdkError.CAPACITY, refusal.code());
    assertTrue(refusal.getMessage().contains("64 TiB"), refusal.getMessage());
    assertEquals(0, folder.toFile().list().length);
  }

  @Test
  void endsItsThreadsWhenItIsGivenUp() throws Exception {
    TestContent content = TestContent.mixed(CAPACITY, 8);
    FolderImageTarget target = FolderImageTarget.of(folder.resolve("given-up.vmdk"));
    DiskSink sink = DiskSinks.streamOptimized(content.spec(), target, new WriteOptions(9, 3));
    content.writeAll(sink, 1 << 20);

    sink.close();
    sink.close();

    assertEquals(0, target.openHandles());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().contains("stowage-disk-worker")) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), thread + " is still at work");
      }
    }
  }

  private static int contentId(byte[] bytes) throws IOException {
    return Descriptor.parse(ByteBuffer.wrap(bytes, 512, 20 * 512).slice(), "x").contentId();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
