package org.stowage.testkit.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.DiskFormatException;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

/**
 * What every {@link DiskFormat} keeps, shown with an image whose content is known. Extend it, and
 * hand in both; those that write extend {@link WritableFormatContract} or {@link
 * WritableContainerContract}, which hand in an image themselves.
 */
public abstract class DiskFormatContract {

  private static final int SEED = 20;

  @TempDir Path folder;

  private @Nullable Example example;

  /** The format under test. */
  protected abstract DiskFormat format();

  /**
   * Makes an image with content that is noise in large part, some hundred KiB at least.
   *
   * @param folder where to make it, and files beside it
   */
  protected abstract Example example(Path folder) throws IOException;

  /** What the format opens the inside of a container with. */
  protected DiskFormats formats() {
    return new FixedFormats(format());
  }

  /** How sure the format is of its images by their bytes alone. */
  protected Recognition recognition() {
    return Recognition.MAGIC;
  }

  /**
   * Whether an image that was cut off is known to be: not where an image is content and nothing
   * else.
   */
  protected boolean noticesCuts() {
    return true;
  }

  /** Whether the image can be opened from a stream of unknown length. */
  protected boolean opensStreams() {
    return false;
  }

  /**
   * An image and what it means.
   *
   * @param content the whole disk
   * @param stored the disk's own bytes as one file of its format; null when it has none
   */
  public record Example(Path file, byte[] content, byte @Nullable [] stored) {}

  private Example example() throws IOException {
    if (example == null) {
      example = example(Files.createDirectory(folder.resolve("example")));
    }
    return example;
  }

  @Test
  void hasAnIdThatCanBeTyped() {
    assertTrue(format().id().matches("[A-Za-z][A-Za-z0-9.-]*"), format().id());
    assertEquals(format().id(), format().id());
  }

  @Test
  void recognisesItsOwn() throws IOException {
    assertEquals(recognition(), format().recognise(head("", Files.readAllBytes(example().file))));
  }

  @Test
  void recognisesWithoutThrowingWhateverTheBytes() throws IOException {
    byte[] bytes = firstBytes(Files.readAllBytes(example().file));
    for (int length = 0; length <= bytes.length; length += length < 1100 ? 1 : 977) {
      assertJudges(Arrays.copyOf(bytes, length));
    }
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      assertJudges(mutated(bytes, random));
    }
  }

  private void assertJudges(byte[] bytes) {
    for (String name : List.of("", ".", "disk", "-flat.vmdk", "a.ova", "a.raw")) {
      for (long lengthBytes : new long[] {-1, 0, bytes.length, Long.MAX_VALUE}) {
        ImageHead head =
            new ImageHead(name, ByteBuffer.wrap(bytes), lengthBytes, ImageProperties.NONE);
        assertDoesNotThrow(() -> format().recognise(head), () -> bytes.length + " bytes, " + head);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"QFI\u00fb\0\0\0\3", "vhdxfile", "conectix", "WithoutFreeSpace", "KDMV"})
  void leavesTheMarksOfOthersToThem(String mark) throws IOException {
    byte[] marked = mark.getBytes(StandardCharsets.ISO_8859_1);
    byte[] own = Files.readAllBytes(example().file);
    boolean foreign = Arrays.mismatch(own, marked) < Math.min(own.length, marked.length);
    byte[] other = noise(4096);
    System.arraycopy(marked, 0, other, 0, marked.length);

    Recognition answer = format().recognise(head("", other));

    assertTrue(answer == Recognition.NONE || !foreign, () -> "answers " + answer);
  }

  @Test
  void isNotSureOfNoise() {
    Recognition answer = format().recognise(head("", noise(ImageHead.MAX_BYTES)));

    assertTrue(answer.compareTo(Recognition.POSSIBLE) <= 0, () -> "answers " + answer);
  }

  @Test
  void tellsTheFacts() throws IOException {
    try (DiskImage image = open(example().file)) {
      DiskFacts facts = image.facts();

      String told = facts.container() == null ? facts.format() : facts.container();
      assertEquals(format().id(), told);
      assertEquals(example().content.length, facts.capacityBytes());
      assertEquals(facts, image.facts());
    }
  }

  @Test
  void readsNoMoreThanTheFactsNeed() throws IOException {
    FileImageSource source = FileImageSource.of(example().file);

    format().open(source, formats()).close();

    long read = source.readBytes();
    assertTrue(read < example().content.length / 2, () -> read + " bytes are read to open it");
  }

  @Test
  void copiesTheContent() throws IOException {
    FileImageSource source = FileImageSource.of(example().file);
    try (DiskImage image = format().open(source, formats());
        RecordingDiskSink sink = new RecordingDiskSink(example().content.length)) {
      image.copyTo(sink, new TestTransfer(4));

      assertArrayEquals(example().content, sink.content());
      assertFalse(sink.finished(), "the sink is the caller's to finish");
      assertFalse(sink.closed(), "the sink is the caller's to close");
    }
    assertEquals(0, source.openHandles());
  }

  @Test
  void passesItsOwnBytesThrough() throws IOException {
    try (DiskImage image = open(example().file)) {
      assertEquals(example().stored != null, image.stored().isPresent());
      if (example().stored != null) {
        StoredForm stored = image.stored().orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stored.writeTo(out, new TestTransfer(1));

        assertEquals(image.facts().format(), stored.format());
        assertArrayEquals(example().stored, out.toByteArray());
        assertEquals(example().stored.length, stored.lengthBytes().orElse(example().stored.length));
      }
    }
  }

  @Test
  void stopsWhenItIsTold() throws IOException {
    FileImageSource source = FileImageSource.of(example().file);
    try (DiskImage image = format().open(source, formats());
        RecordingDiskSink sink = new RecordingDiskSink(example().content.length)) {
      assertThrows(
          CancelledException.class, () -> image.copyTo(sink, new TestTransfer(1).cancelAfter(0)));
    }
    assertEquals(0, source.openHandles());
  }

  @Test
  void closesOnceAndForAll() throws IOException {
    FileImageSource source = FileImageSource.of(example().file);
    DiskImage image = format().open(source, formats());

    image.close();
    image.close();

    assertEquals(0, source.openHandles());
  }

  @Test
  void opensAsOftenAsItIsAsked() throws IOException {
    FileImageSource source = FileImageSource.of(example().file);
    try (DiskImage one = format().open(source, formats());
        DiskImage two = format().open(source, formats())) {
      assertEquals(one.facts(), two.facts());
      assertArrayEquals(example().content, read(two));
      assertArrayEquals(example().content, read(one));
    }
    assertEquals(0, source.openHandles());
  }

  @Test
  void servesSeveralThreads() throws Exception {
    Path file = example().file;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<byte[]>> copies = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        copies.add(
            threads.submit(
                () -> {
                  try (DiskImage image = open(file)) {
                    return read(image);
                  }
                }));
      }
      for (Future<byte[]> copy : copies) {
        assertArrayEquals(example().content, copy.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysWhetherItReadsStreams() throws IOException {
    FileImageSource source = FileImageSource.pureStream(example().file);
    if (opensStreams()) {
      try (DiskImage image = format().open(source, formats())) {
        assertArrayEquals(example().content, read(image));
      }
    } else {
      assertThrows(DiskFormatException.class, () -> format().open(source, formats()).close());
    }
    assertEquals(0, source.openHandles());
  }

  /** What is cut off is refused, or was of no consequence; nobody gets half a disk. */
  @Test
  @Timeout(60)
  void refusesWhatWasCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(example().file);
    TreeSet<Integer> lengths =
        new TreeSet<>(List.of(0, 1, 4, 100, 511, 512, 513, 1024, 4096, 65535, 65537));
    lengths.addAll(List.of(whole.length / 2, whole.length - 512, whole.length - 1));
    for (int length : lengths.headSet(whole.length)) {
      if (length >= 0) {
        assertNotHalfADisk(Arrays.copyOf(whole, length));
      }
    }
  }

  private void assertNotHalfADisk(byte[] cut) throws IOException {
    boolean taken = format().recognise(head("", cut)).compareTo(recognition()) >= 0;
    FileImageSource source = FileImageSource.of(beside("cut-", cut));
    try (DiskImage image = format().open(source, formats())) {
      byte[] content = read(image);
      if (noticesCuts()) {
        assertTrue(
            !taken || Arrays.equals(example().content, content),
            () -> "%d bytes of the image are taken for a whole one".formatted(cut.length));
      } else {
        assertArrayEquals(Arrays.copyOf(cut, content.length), content);
        assertTrue(content.length - cut.length < 512);
      }
    } catch (DiskFormatException e) {
      assertTrue(noticesCuts() || cut.length == 0, e::getMessage);
    }
    assertEquals(0, source.openHandles());
  }

  @Test
  @Timeout(60)
  void refusesHostileBytesAndNeverFails() throws IOException {
    byte[] whole = Files.readAllBytes(example().file);
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      FileImageSource source = FileImageSource.of(beside("hostile-", mutated(whole, random)));
      try (DiskImage image = format().open(source, formats())) {
        image.copyTo(new SwallowingSink(), new TestTransfer(2));
      } catch (IOException | RuntimeException | Error e) {
        assertInstanceOf(StorageException.class, e, "malformed bytes are no fault of the program");
      }
      assertEquals(0, source.openHandles());
    }
  }

  /**
   * Some bytes of the first KiB, where structure is, become what counts and offsets overflow at.
   */
  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      int range = random.nextInt(4) == 0 ? mutated.length : Math.min(1024, mutated.length);
      int at = random.nextInt(range);
      byte value = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
      Arrays.fill(mutated, at, Math.min(at + 1 + random.nextInt(8), mutated.length), value);
    }
    return mutated;
  }

  private Path beside(String prefix, byte[] bytes) throws IOException {
    return Files.write(example().file.resolveSibling(prefix + example().file.getFileName()), bytes);
  }

  private DiskImage open(Path file) throws IOException {
    return format().open(FileImageSource.of(file), formats());
  }

  private static byte[] read(DiskImage image) throws IOException {
    int capacity = Math.toIntExact(image.facts().capacityBytes());
    try (RecordingDiskSink sink = new RecordingDiskSink(capacity)) {
      image.copyTo(sink, new TestTransfer(2));
      return sink.content();
    }
  }

  private static ImageHead head(String name, byte[] bytes) {
    ByteBuffer first = ByteBuffer.wrap(firstBytes(bytes));
    return new ImageHead(name, first, bytes.length, ImageProperties.NONE);
  }

  private static byte[] firstBytes(byte[] bytes) {
    return Arrays.copyOf(bytes, Math.min(bytes.length, ImageHead.MAX_BYTES));
  }

  /** Bytes that no compression makes fewer, the same each time. */
  static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(SEED).nextBytes(noise);
    return noise;
  }
}
