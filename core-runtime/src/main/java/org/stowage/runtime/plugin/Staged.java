package org.stowage.runtime.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that appear whole or not at all. */
final class Staged {

  private Staged() {}

  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file under a hidden name beside its own, and then renames it. */
  static void write(Path file, Content content) throws IOException {
    Path staged = Files.createTempFile(file.getParent(), ".", ".partial");
    try {
      try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
        content.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      if (Files.getFileStore(staged).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rw-r--r--"));
      }
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staged);
    }
  }
}
