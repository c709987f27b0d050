package org.stowage.plugin.ova;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Problem;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

/** Opens archives as the runtime would, and sees that nothing is left open. */
final class OvaTester {

  /** What came of an archive. */
  record Outcome(byte[] content, List<Problem> problems) {
    List<ErrorCode> codes() {
      return problems.stream().map(Problem::code).toList();
    }
  }

  /** What a test does with an open image. */
  interface Use<T> {
    T of(DiskImage image) throws IOException;
  }

  private final Path folder;
  private final Access access;

  OvaTester(Path folder, Access access) {
    this.folder = folder;
    this.access = access;
  }

  <T> T with(byte[] archive, Use<T> use) throws IOException {
    return with(Files.write(folder.resolve("test.ova"), archive), use);
  }

  <T> T with(Path archive, Use<T> use) throws IOException {
    FileImageSource source = access.source(archive);
    try {
      FixedFormats formats = new FixedFormats(new OvaFormat(), new TinyDisk());
      try (DiskImage image = formats.open(source, ImageProperties.NONE)) {
        return use.of(image);
      }
    } finally {
      assertEquals(0, source.openHandles(), "streams and channels left open");
    }
  }

  /** Copies the disk out of an archive. */
  Outcome copy(byte[] archive) throws IOException {
    return with(archive, OvaTester::copied);
  }

  static Outcome copied(DiskImage image) throws IOException {
    try (RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes())) {
      image.copyTo(sink, new TestTransfer(1));
      return new Outcome(sink.content(), image.facts().problems());
    }
  }

  /** Takes the stored bytes out of an archive. */
  byte[] stored(byte[] archive) throws IOException {
    return with(
        archive,
        image -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          image.stored().orElseThrow().writeTo(out, new TestTransfer(1));
          return out.toByteArray();
        });
  }

  /** Sees an archive refused, and returns the message. */
  String refusal(ErrorCode expected, byte[] archive) {
    StorageException refusal = assertThrows(StorageException.class, () -> copy(archive));
    assertEquals(expected, refusal.code(), refusal.getMessage());
    return refusal.getMessage();
  }
}
