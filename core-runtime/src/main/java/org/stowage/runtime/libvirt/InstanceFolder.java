package org.stowage.runtime.libvirt;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * The folder of an instance on its host, {@code <instances_path>/<uuid>}: the console's output, the
 * config drive, and the domain as it was defined last, for the day that the host is dead.
 *
 * <p>It may be shared by hosts. Each that has the instance marks so, and the last to leave removes
 * the folder. The mark {@code unfinished} is held, by a lock, as long as an instance is being made
 * or removed; where nobody holds it, whoever finds it removes what there is of the instance.
 */
record InstanceFolder(Path path, UUID id, String host) {

  private static final String UNFINISHED = "unfinished";
  private static final String HOST = "host-";

  static InstanceFolder of(Path instances, UUID id, String host) {
    return new InstanceFolder(instances.resolve(id.toString()), id, host);
  }

  /** All folders of instances. */
  static List<InstanceFolder> all(Path instances, String host) throws IOException {
    if (!Files.isDirectory(instances)) {
      return List.of();
    }
    List<InstanceFolder> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(instances)) {
      for (Path entry : entries.sorted().toList()) {
        try {
          found.add(
              new InstanceFolder(entry, UUID.fromString(entry.getFileName().toString()), host));
        } catch (IllegalArgumentException e) {
          // Somebody else's.
          continue;
        }
      }
    }
    return found;
  }

  Path console() {
    return path.resolve("console.log");
  }

  Path configDrive() {
    return path.resolve("disk.config");
  }

  Path definition() {
    return path.resolve("domain.xml");
  }

  /** The sole right to make or remove the instance. */
  record Unfinished(Path file, FileChannel channel) implements Closeable {

    /** The instance is complete, or gone. */
    void done() throws IOException {
      Files.deleteIfExists(file);
    }

    /** Gives the right up; what is not done is unfinished. */
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Whether this host makes or removes the instance, or was killed while it did. */
  boolean isUnfinished() {
    return Files.exists(path.resolve(UNFINISHED)) && Files.exists(path.resolve(HOST + host));
  }

  /**
   * Makes the folder, and marks it unfinished.
   *
   * @return empty when somebody else works on the instance
   */
  Optional<Unfinished> begin() throws IOException {
    mark(Mark.HOME);
    Path file = path.resolve(UNFINISHED);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      // Whoever had it may have ended with the folder.
      if (lock != null && Files.exists(file)) {
        return Optional.of(new Unfinished(file, channel));
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
      channel.close();
      return Optional.empty();
    }
    channel.close();
    return Optional.empty();
  }

  /** What an instance is to a host. */
  enum Mark {
    /** It is at home here. */
    HOME,
    /** It may come here while it runs. */
    EXPECTED,
    /** It is defined here, and may still be on another host. */
    DEFINED
  }

  /** Says what the instance is to this host; makes the folder. */
  void mark(Mark how) throws IOException {
    Files.createDirectories(path);
    replace(path.resolve(HOST + host), how.name());
  }

  /** What the instance is to this host; null for nothing. */
  @Nullable Mark marked() throws IOException {
    try {
      return Mark.valueOf(Files.readString(path.resolve(HOST + host)));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Removes this host's mark, and the folder with the last one. Idempotent. */
  void leave() throws IOException {
    Files.deleteIfExists(path.resolve(HOST + host));
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(path)) {
      files = entries.toList();
    }
    if (files.stream().anyMatch(file -> file.getFileName().toString().startsWith(HOST))) {
      return;
    }
    for (Path file : files) {
      if (!file.endsWith(UNFINISHED)) {
        Files.deleteIfExists(file);
      }
    }
    try {
      // Until here whoever is cut off leaves work that others find.
      Files.deleteIfExists(path.resolve(UNFINISHED));
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      throw new StorageException(
          CommonError.IO,
          "removing the folder " + path + ": somebody else writes to it",
          "Remove it.",
          e);
    }
  }

  /** Keeps what is about to be defined. */
  void keepDefinition(String xml) throws IOException {
    replace(definition(), xml);
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
