package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

/** Reads images in a folder, from a file or as a stream, and sees that nothing stays open. */
final class Reading {

  private final Path folder;

  Reading(Path folder) {
    this.folder = folder;
  }

  Path put(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  Path put(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The content of a file by its tables. */
  byte[] file(String name) throws IOException {
    return content(FileImageSource.of(folder.resolve(name)));
  }

  byte[] file(byte[] bytes) throws IOException {
    put("disk.vmdk", bytes);
    return file("disk.vmdk");
  }

  /** The content of a stream by its markers. */
  byte[] stream(byte[] bytes) throws IOException {
    return content(FileImageSource.pureStream(put("disk.vmdk", bytes)));
  }

  DiskFacts facts(byte[] bytes) throws IOException {
    try (DiskImage image = VmdkReader.open(FileImageSource.of(put("disk.vmdk", bytes)))) {
      return image.facts();
    }
  }

  ErrorCode fileRefusal(String name) {
    return refusal(FileImageSource.of(folder.resolve(name)));
  }

  ErrorCode fileRefusal(byte[] bytes) throws IOException {
    return refusal(FileImageSource.of(put("disk.vmdk", bytes)));
  }

  ErrorCode streamRefusal(byte[] bytes) throws IOException {
    return refusal(FileImageSource.pureStream(put("disk.vmdk", bytes)));
  }

  private static ErrorCode refusal(FileImageSource source) {
    ErrorCode code = assertThrows(DiskFormatException.class, () -> content(source)).code();
    assertEquals(0, source.openHandles(), "files left open");
    return code;
  }

  private static byte[] content(FileImageSource source) throws IOException {
    byte[] content;
    try (DiskImage image = VmdkReader.open(source)) {
      RecordingDiskSink sink = new RecordingDiskSink(image.facts().capacityBytes());
      image.copyTo(sink, new TestTransfer(2));
      content = sink.content();
    }
    assertEquals(0, source.openHandles(), "files left open");
    return content;
  }
}
