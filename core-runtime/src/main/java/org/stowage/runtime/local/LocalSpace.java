package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.stowage.api.datastore.DatastoreInfo;

/**
 * How much room a datastore's folder has: what its file system can still take, and no more than
 * what a declared capacity leaves. A declared capacity counts the sizes of files as {@code ls}
 * shows them, so a disk counts as large as it may grow; Stowage's own folder is not counted.
 */
final class LocalSpace {

  private LocalSpace() {}

  /** The datastore at this moment; one whose folder is missing or read-only is inaccessible. */
  static DatastoreInfo look(LocalDatastore datastore) {
    OptionalLong declared = datastore.capacityBytes();
    Path folder = datastore.folder();
    try {
      if (isAccessible(datastore)) {
        FileStore store = Files.getFileStore(folder);
        long capacity = declared.orElse(atLeastZero(store.getTotalSpace()));
        long free = Math.min(atLeastZero(store.getUsableSpace()), capacity);
        if (declared.isPresent()) {
          free = Math.min(free, Math.max(0, capacity - usedBytes(folder)));
        }
        return info(datastore, capacity, free, true);
      }
    } catch (IOException e) {
      // A folder that cannot be walked or asked for its space can take no disk either.
    }
    return info(datastore, declared.orElse(0), 0, false);
  }

  static boolean isAccessible(LocalDatastore datastore) {
    return Files.isDirectory(datastore.folder()) && Files.isWritable(datastore.folder());
  }

  private static long usedBytes(Path folder) throws IOException {
    Path root = folder.toRealPath();
    return FileTree.sizeBytes(root, root.resolve(LocalFolder.OWN));
  }

  private static DatastoreInfo info(
      LocalDatastore datastore, long capacityBytes, long freeBytes, boolean accessible) {
    return new DatastoreInfo(
        datastore.name(),
        datastore.typeName(),
        capacityBytes,
        freeBytes,
        accessible,
        datastore.maintenance());
  }

  /** A file system larger than 8 EiB reports a negative number. */
  private static long atLeastZero(long bytes) {
    return bytes < 0 ? Long.MAX_VALUE : bytes;
  }
}
