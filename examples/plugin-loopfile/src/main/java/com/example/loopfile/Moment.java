package com.example.loopfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Copies of files as they all were at one moment. Nothing holds back who writes to a file; so they
 * are copied, and taken for good if none was written to meanwhile. Where the file system can clone
 * files that takes milliseconds, whatever their size.
 */
final class Moment {

  private static final int TRIES = 5;

  /** Longer than the clock of file times stands still. */
  private static final Duration TICK = Duration.ofMillis(20);

  private Moment() {}

  /**
   * @param copies what is made, by what it is a copy of
   * @throws StorageException {@code io} when they do not hold still
   */
  static void copy(Map<Path, Path> copies, Devices devices) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      for (Path file : copies.keySet()) {
        devices.flush(file);
      }
      Map<Path, FileTime> before = settled(copies.keySet());
      for (Map.Entry<Path, Path> each : copies.entrySet()) {
        Program.run(
            "cp",
            "--reflink=auto",
            "--sparse=always",
            each.getKey().toString(),
            each.getValue().toString());
      }
      if (times(copies.keySet()).equals(before)) {
        return;
      }
    }
    throw new StorageException(
        CommonError.IO,
        "taking a snapshot of "
            + copies.keySet()
            + ": written to during each of "
            + TRIES
            + " tries",
        "Pause who writes to it, or keep the folder on a file system that clones files (XFS,"
            + " Btrfs).");
  }

  /** Waits until any write from now on gives a file another time. */
  private static Map<Path, FileTime> settled(Collection<Path> files) throws IOException {
    Map<Path, FileTime> times = times(files);
    Instant newest = Collections.max(times.values()).toInstant();
    if (newest.isAfter(Instant.now().minus(TICK))) {
      Program.pause(TICK, "taking a snapshot");
    }
    return times;
  }

  private static Map<Path, FileTime> times(Collection<Path> files) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    for (Path file : files) {
      times.put(file, Files.getLastModifiedTime(file));
    }
    return times;
  }
}
