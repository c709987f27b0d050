package org.stowage.testkit.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableFormat;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.FolderImageTarget;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

/**
 * What every {@link WritableFormat} keeps, what every format keeps included. Extend it, and hand in
 * the format.
 */
public abstract class WritableFormatContract extends DiskFormatContract {

  private static final int MIB = 1 << 20;
  private static final WriteOptions OPTIONS = new WriteOptions(WriteOptions.USUAL_LEVEL, 2);

  @Override
  protected abstract WritableFormat format();

  /** Whether what the format writes is a single file of it. */
  protected boolean writesOneFile() {
    return true;
  }

  @Override
  protected Example example(Path folder) throws IOException {
    byte[] content = noise(MIB);
    Path file = write(folder.resolve("disk.vmdk"), 2 * MIB, content, OPTIONS);
    return new Example(
        file, Arrays.copyOf(content, 2 * MIB), writesOneFile() ? Files.readAllBytes(file) : null);
  }

  @Test
  void recognisesWhatItWrites() throws IOException {
    Path file = write("disk.vmdk", 3 * MIB, content(3 * MIB), OPTIONS);

    assertEquals(recognition(), format().recognise(headOf(file)));
  }

  @Test
  void recognisesNothingInNothing() {
    ImageHead empty = new ImageHead("", ByteBuffer.allocate(0), 0, ImageProperties.NONE);

    assertTrue(format().recognise(empty).compareTo(Recognition.POSSIBLE) <= 0);
  }

  @Test
  void readsWhatItWrites() throws IOException {
    byte[] content = content(3 * MIB);
    Path file = write("disk.vmdk", 3 * MIB, content, OPTIONS);

    FileImageSource source = FileImageSource.of(file);
    try (DiskImage image = format().open(source, new FixedFormats(format()))) {
      assertEquals(format().id(), image.facts().format());
      assertEquals(3 * MIB, image.facts().capacityBytes());
      assertTrue(
          image.facts().knownAdapterType().filter(found -> found != AdapterType.IDE).isEmpty());
      assertArrayEquals(content, read(image));
    }
    assertEquals(0, source.openHandles());
  }

  @Test
  void readsAsZeroWhatWasNotWritten() throws IOException {
    Path file = write("disk.vmdk", 5 * MIB, content(MIB), OPTIONS);

    try (DiskImage image = format().open(FileImageSource.of(file), new FixedFormats(format()))) {
      assertArrayEquals(Arrays.copyOf(content(MIB), 5 * MIB), read(image));
    }
  }

  @Test
  void writesTheSameBytesWithAnyNumberOfThreads() throws IOException {
    byte[] content = content(3 * MIB);
    write("one/disk.vmdk", 3 * MIB, content, new WriteOptions(6, 1));
    write("four/disk.vmdk", 3 * MIB, content, new WriteOptions(6, 4));

    List<Path> one = filesIn(folder.resolve("one"));
    List<Path> four = filesIn(folder.resolve("four"));
    assertEquals(one.size(), four.size());
    for (int i = 0; i < one.size(); i++) {
      assertEquals(-1, Files.mismatch(one.get(i), four.get(i)));
    }
  }

  @Test
  void closesWhatItOpened() throws IOException {
    FolderImageTarget target = FolderImageTarget.of(folder.resolve("disk.vmdk"));
    DiskSink sink = format().create(new DiskSpec(MIB, AdapterType.IDE), target, OPTIONS);
    sink.write(0, ByteBuffer.wrap(content(MIB)));

    sink.close();
    sink.close();

    assertEquals(0, target.openHandles());
  }

  @Test
  void saysWhetherAStreamIsEnough() throws IOException {
    FolderImageTarget target = FolderImageTarget.streamOnly(folder.resolve("disk.vmdk"));
    DiskSpec spec = new DiskSpec(MIB, AdapterType.IDE);
    if (format().streams()) {
      try (DiskSink sink = format().create(spec, target, OPTIONS)) {
        sink.write(0, ByteBuffer.wrap(content(MIB)));
        sink.finish();
      }
      assertTrue(Files.size(folder.resolve("disk.vmdk")) > 0);
    } else {
      assertThrows(StorageException.class, () -> format().create(spec, target, OPTIONS));
    }
    assertEquals(0, target.openHandles());
  }

  private Path write(String name, long capacityBytes, byte[] content, WriteOptions options)
      throws IOException {
    return write(folder.resolve(name), capacityBytes, content, options);
  }

  private Path write(Path file, long capacityBytes, byte[] content, WriteOptions options)
      throws IOException {
    Files.createDirectories(file.getParent());
    FolderImageTarget target = FolderImageTarget.of(file);
    DiskSpec spec = new DiskSpec(capacityBytes, AdapterType.IDE);
    try (DiskSink sink = format().create(spec, target, options)) {
      sink.write(0, ByteBuffer.wrap(content));
      sink.finish();
    }
    assertEquals(0, target.openHandles());
    return file;
  }

  private static byte[] read(DiskImage image) throws IOException {
    try (RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes())) {
      image.copyTo(sink, new TestTransfer(2));
      return sink.content();
    }
  }

  private static ImageHead headOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, ImageHead.MAX_BYTES));
    return new ImageHead("image", ByteBuffer.wrap(head), bytes.length, ImageProperties.NONE);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Half noise-like, a quarter zeros. */
  private static byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      boolean hole = i >= bytes / 4 && i < bytes / 2;
      content[i] = hole ? 0 : (byte) (i * 2654435761L >>> 13 | 1);
    }
    return content;
  }
}
