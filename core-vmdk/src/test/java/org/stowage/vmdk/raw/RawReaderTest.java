package org.stowage.vmdk.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.vmdk.format.VmdkError;

class RawReaderTest {

  private static final int BLOCK = 64 * 1024;

  @TempDir private Path folder;

  /** A raw disk that can only be streamed, though its length is known. */
  private record Member(byte[] bytes, OptionalLong lengthBytes) implements ImageSource {

    @Override
    public String name() {
      return "disk.raw";
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<SeekableByteChannel> openChannel() {
      return Optional.empty();
    }

    @Override
    public ImageSource resolve(String reference) {
      throw new AssertionError("a raw disk names nothing");
    }

    @Override
    public Object identity() {
      return this;
    }
  }

  private static byte[] disk(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    Arrays.fill(bytes, BLOCK, 30 * BLOCK, (byte) 0);
    return bytes;
  }

  private ImageSource file(byte[] bytes) throws Exception {
    return FileImageSource.of(Files.write(folder.resolve("disk.raw"), bytes));
  }

  private static ImageSource member(byte[] bytes) {
    return new Member(bytes, OptionalLong.of(bytes.length));
  }

  @Test
  void copiesAFileAndLeavesOutItsZeros() throws Exception {
    assertCopies(file(disk(40 * BLOCK)), disk(40 * BLOCK));
  }

  @Test
  void copiesAStreamAndLeavesOutItsZeros() throws Exception {
    assertCopies(member(disk(40 * BLOCK)), disk(40 * BLOCK));
  }

  private static void assertCopies(ImageSource source, byte[] expected) throws Exception {
    RecordingDiskSink sink = new RecordingDiskSink(expected.length);
    try (DiskImage image = RawReader.open(source, "raw")) {
      image.copyTo(sink, new TestTransfer(2));
    }

    assertArrayEquals(expected, sink.content());
    assertEquals(
        11 * BLOCK, sink.extents().stream().mapToInt(RecordingDiskSink.Written::lengthBytes).sum());
  }

  @Test
  void readsZerosForWhatIsMissingOfTheLastSectorAndSaysSo() throws Exception {
    byte[] odd = disk(40 * BLOCK + 100);
    for (ImageSource source : List.of(file(odd), member(odd))) {
      RecordingDiskSink sink = new RecordingDiskSink(40 * BLOCK + 512);
      try (DiskImage image = RawReader.open(source, "raw")) {
        DiskFacts facts = image.facts();
        image.copyTo(sink, new TestTransfer(1));

        assertEquals(40 * BLOCK + 512, facts.capacityBytes());
        assertEquals(
            List.of(VmdkError.PARTIAL_SECTOR),
            facts.problems().stream().map(Problem::code).toList());
      }
      assertArrayEquals(Arrays.copyOf(odd, 40 * BLOCK + 512), sink.content());
    }
  }

  @Test
  void isAsLongAsItsFile() throws Exception {
    try (DiskImage image = RawReader.open(file(new byte[1024]), "flat")) {
      assertEquals("flat", image.facts().format());
      assertEquals(1024, image.facts().capacityBytes());
    }
  }

  @Test
  void passesItsBytesOn() throws Exception {
    byte[] bytes = disk(40 * BLOCK + 100);
    for (ImageSource source : List.of(file(bytes), member(bytes))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (DiskImage image = RawReader.open(source, "raw")) {
        assertEquals(bytes.length, image.stored().orElseThrow().lengthBytes().orElseThrow());
        image.stored().orElseThrow().writeTo(out, new TestTransfer(1));
      }
      assertArrayEquals(bytes, out.toByteArray());
    }
  }

  @Test
  void refusesADiskOfUnknownLength() {
    assertRefusesToOpen(new Member(new byte[512], OptionalLong.empty()));
  }

  @Test
  void refusesWhatBearsTheMarkOfAnotherFormat() throws Exception {
    byte[] qcow = Arrays.copyOf(new byte[] {'Q', 'F', 'I', (byte) 0xfb}, 4096);
    byte[] descriptor = "version=1\nCID=1\ncreateType=\"vmfs\"\nRW 8 VMFS \"a\"\n".getBytes();
    for (byte[] bytes : List.of(qcow, descriptor)) {
      for (ImageSource source : List.of(file(bytes), member(bytes))) {
        DiskFormatException refused =
            assertThrows(DiskFormatException.class, () -> RawReader.open(source, "flat"));
        assertEquals(VmdkError.NOT_RAW, refused.code());
      }
    }
  }

  @Test
  void refusesAnEmptyFile() throws Exception {
    assertRefusesToOpen(file(new byte[0]));
    assertRefusesToOpen(member(new byte[0]));
  }

  private static void assertRefusesToOpen(ImageSource source) {
    DiskFormatException refused =
        assertThrows(DiskFormatException.class, () -> RawReader.open(source, "raw"));
    assertEquals(VmdkError.CAPACITY, refused.code());
  }

  @Test
  void refusesAStreamShorterOrLongerThanAnnounced() throws Exception {
    for (int announced : new int[] {1023, 1025}) {
      ImageSource source = new Member(new byte[1024], OptionalLong.of(announced));
      try (DiskImage image = RawReader.open(source, "raw")) {
        DiskFormatException copied =
            assertThrows(
                DiskFormatException.class,
                () -> image.copyTo(new RecordingDiskSink(2048), new TestTransfer(1)));
        DiskFormatException passedOn =
            assertThrows(
                DiskFormatException.class,
                () ->
                    image
                        .stored()
                        .orElseThrow()
                        .writeTo(new ByteArrayOutputStream(), new TestTransfer(1)));

        assertEquals(VmdkError.TRUNCATED, copied.code());
        assertEquals(VmdkError.TRUNCATED, passedOn.code());
      }
    }
  }
}
