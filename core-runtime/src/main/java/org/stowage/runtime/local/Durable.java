package org.stowage.runtime.local;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure that what was written is on the disk before anything relies on it. */
final class Durable {

  private Durable() {}

  static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.force(true);
    }
  }

  /** Makes names in a folder durable, where the file system lets a folder be synced at all. */
  static void folder(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    if (store.supportsFileAttributeView("posix")) {
      try (FileChannel channel = FileChannel.open(folder, READ)) {
        channel.force(true);
      }
    }
  }
}
