package org.stowage.testkit.ephemeral;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Volume;

/** What the sessions of one {@link FolderBackend} share: volumes, and what was asked of them. */
final class FolderArray {

  static final long UNIT_BYTES = 1 << 20;

  private final Path folder;
  final Map<String, Volume> volumes = new LinkedHashMap<>();
  final Map<String, Set<String>> otherHosts = new LinkedHashMap<>();
  final List<String> calls = new ArrayList<>();
  boolean dirty;
  @Nullable String failing;
  int openSessions;
  private int lastId;

  FolderArray(Path folder) {
    this.folder = folder;
  }

  void enter(String operation, String name) throws StorageException {
    calls.add(operation + " " + name);
    if (operation.equals(failing)) {
      throw refused(CommonError.IO, operation + " of " + name + " fails as it was told to");
    }
  }

  static StorageException refused(ErrorCode code, String what) {
    return new StorageException(code, what, "");
  }

  String newId() {
    return String.valueOf(++lastId);
  }

  Volume known(Volume volume) throws StorageException {
    Volume found = volumes.get(volume.id());
    if (found == null) {
      throw refused(CommonError.NOT_FOUND, "there is no volume " + volume.name());
    }
    return found;
  }

  Optional<Volume> find(String name) {
    return volumes.values().stream().filter(volume -> volume.name().equals(name)).findFirst();
  }

  Volume put(Volume volume) {
    volumes.put(volume.id(), volume);
    return volume;
  }

  Set<String> otherHosts(Volume volume) {
    return otherHosts.computeIfAbsent(volume.id(), id -> new TreeSet<>());
  }

  Path file(Volume volume) {
    return folder.resolve("volume-" + volume.id());
  }

  Path device(Volume volume) {
    return folder.resolve("device-" + volume.id());
  }

  boolean isConnected(Volume volume) {
    return Files.exists(device(volume), LinkOption.NOFOLLOW_LINKS);
  }

  /** The devices there are, those of volumes that are no more included. */
  List<String> devices() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("device-"))
          .sorted()
          .toList();
    }
  }
}
