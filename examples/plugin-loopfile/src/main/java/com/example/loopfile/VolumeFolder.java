package com.example.loopfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files of all volumes. Each change is one step of the file system, so that a killed run leaves
 * it done or not done; no lock is needed, as no two may work on one volume.
 *
 * @param folder holds a file for each volume, and a folder for each set of snapshots that were made
 *     at one moment
 */
record VolumeFolder(Path folder) {

  static final String SET = "set-";

  static VolumeFolder open(Path folder) throws IOException {
    Path volumes = Files.createDirectories(folder.resolve("volumes"));
    SnapshotSet.removeUnfinished(volumes);
    return new VolumeFolder(volumes);
  }

  Optional<StoredVolume> named(String name) throws IOException {
    return first(each -> each.name().equals(name));
  }

  Optional<StoredVolume> withId(String id) throws IOException {
    return first(each -> each.id().equals(id));
  }

  private Optional<StoredVolume> first(Predicate<StoredVolume> wanted) throws IOException {
    Optional<StoredVolume> found =
        files().stream().map(StoredVolume::of).filter(wanted).findFirst();
    // An empty file is a volume that was never finished: create() makes one of it.
    return found.isPresent() && found.get().capacityBytes() > 0 ? found : Optional.empty();
  }

  private List<Path> files() throws IOException {
    List<Path> files = entries(folder, "*@*");
    for (Path set : entries(folder, SET + "*")) {
      files.addAll(entries(set, "*@*"));
    }
    return files;
  }

  private static List<Path> entries(Path folder, String pattern) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(entries::add);
    } catch (NoSuchFileException e) {
      // A set whose last snapshot was deleted meanwhile.
    }
    return entries;
  }

  StoredVolume create(String name, long capacityBytes) throws IOException {
    List<Path> unfinished = entries(folder, "*@" + name);
    StoredVolume made =
        unfinished.isEmpty() ? StoredVolume.anew(folder, name) : StoredVolume.of(unfinished.get(0));
    try {
      resize(made, capacityBytes);
    } catch (IOException e) {
      Files.deleteIfExists(made.file());
      throw e;
    }
    return made;
  }

  /** A name has no two volumes: the caller made sure of it. */
  StoredVolume rename(StoredVolume volume, String newName) throws IOException {
    StoredVolume renamed = volume.renamed(newName);
    Files.move(volume.file(), renamed.file(), StandardCopyOption.ATOMIC_MOVE);
    return renamed;
  }

  void resize(StoredVolume volume, long capacityBytes) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(volume.file().toFile(), "rw")) {
      content.setLength(capacityBytes);
    }
  }

  void delete(StoredVolume volume) throws IOException {
    Files.deleteIfExists(volume.file());
    Path parent = volume.file().getParent();
    if (!parent.equals(folder)) {
      try {
        Files.deleteIfExists(parent);
      } catch (DirectoryNotEmptyException e) {
        // Other snapshots of the set are left.
      }
    }
  }
}
