package com.example.loopfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ephemeral.Volume;

/**
 * A volume's file, whose name says all there is to say of it: {@code ID@NAME}, and {@code
 * ID@NAME@ORIGIN} for a snapshot of the volume with the id {@code ORIGIN}.
 */
record StoredVolume(String id, String name, @Nullable String origin, Path file) {

  static StoredVolume of(Path file) {
    String[] parts = file.getFileName().toString().split("@");
    return new StoredVolume(parts[0], parts[1], parts.length > 2 ? parts[2] : null, file);
  }

  /** One that is not there yet. */
  static StoredVolume anew(Path folder, String name) {
    String id = UUID.randomUUID().toString();
    return new StoredVolume(id, name, null, folder.resolve(id + "@" + name));
  }

  /** A snapshot of this one that is not there yet. */
  StoredVolume snapshot(Path folder, String snapshotName) {
    String snapshotId = UUID.randomUUID().toString();
    Path snapshot = folder.resolve(snapshotId + "@" + snapshotName + "@" + id);
    return new StoredVolume(snapshotId, snapshotName, id, snapshot);
  }

  StoredVolume renamed(String newName) {
    String mark = origin == null ? "" : "@" + origin;
    Path renamed = file.resolveSibling(id + "@" + newName + mark);
    return new StoredVolume(id, newName, origin, renamed);
  }

  long capacityBytes() throws IOException {
    return Files.size(file);
  }

  /** As the contract has it; what is not written is a hole in the file. */
  Volume volume(Path pool) throws IOException {
    return new Volume(id, name, pool.toString(), capacityBytes(), true, origin == null);
  }
}
