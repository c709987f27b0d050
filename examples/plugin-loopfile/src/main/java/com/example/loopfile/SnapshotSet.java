package com.example.loopfile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A folder in which snapshots come to be, all of them at once: it takes its lasting name when every
 * one is complete. Until then a lock shows that somebody works on it; the lock of who was killed is
 * free, and the next run removes what it left.
 */
final class SnapshotSet implements Closeable {

  private static final String LOCK = ".making-";

  private final Path volumes;
  private final String id = UUID.randomUUID().toString();
  private final FileChannel lock;
  private final Path folder;

  private SnapshotSet(Path volumes) throws IOException {
    this.volumes = volumes;
    lock =
        FileChannel.open(
            volumes.resolve(LOCK + id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    folder = Files.createDirectory(unfinished(volumes, id));
  }

  static SnapshotSet in(Path volumes) throws IOException {
    return new SnapshotSet(volumes);
  }

  private static Path unfinished(Path volumes, String id) {
    return volumes.resolve("unfinished-" + id);
  }

  Path folder() {
    return folder;
  }

  /** Puts what is in the folder onto the disk, and then in its place. */
  void finish() throws IOException {
    try (DirectoryStream<Path> snapshots = Files.newDirectoryStream(folder)) {
      for (Path each : snapshots) {
        try (FileChannel content = FileChannel.open(each, StandardOpenOption.WRITE)) {
          content.force(true);
        }
      }
    }
    Files.move(folder, volumes.resolve(VolumeFolder.SET + id), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was not finished. */
  @Override
  public void close() throws IOException {
    try {
      remove(folder);
      Files.deleteIfExists(volumes.resolve(LOCK + id));
    } finally {
      lock.close();
    }
  }

  /** Removes what killed runs left. */
  static void removeUnfinished(Path volumes) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(volumes, LOCK + "*")) {
      for (Path each : locks) {
        removeIfUnlocked(volumes, each);
      }
    }
  }

  private static void removeIfUnlocked(Path volumes, Path lockFile) throws IOException {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        remove(unfinished(volumes, lockFile.getFileName().toString().substring(LOCK.length())));
        Files.deleteIfExists(lockFile);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process works on it.
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> snapshots = Files.newDirectoryStream(folder)) {
        for (Path each : snapshots) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
    }
  }
}
