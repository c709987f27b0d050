package org.stowage.runtime.local;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.image.FullFileSystem;

/**
 * The room an operation needs, and what was free when it began: the figures of its error if the
 * datastore fills up.
 *
 * @param neededBytes at most; by the sizes of the files to come
 * @param declared whether the datastore's capacity is a declared one
 */
record Room(
    String attempted, DatastorePath path, long neededBytes, long freeBytes, boolean declared) {

  static Room measure(LocalFolder folder, String attempted, DatastorePath path, long neededBytes) {
    return new Room(
        attempted,
        path,
        neededBytes,
        LocalSpace.look(folder.datastore()).freeBytes(),
        folder.datastore().capacityBytes().isPresent());
  }

  /**
   * Refuses what a declared capacity has no room for. The file system itself refuses by failing,
   * because holes in files take no room of it.
   *
   * @param bytes by the sizes of files
   */
  void require(long bytes) throws StorageException {
    if (declared && bytes > freeBytes) {
      throw full(null);
    }
  }

  /** Explains a failure of the file system, with the figures when it is full. */
  StorageException explain(IOException cause) {
    return FullFileSystem.isCauseOf(cause)
        ? full(cause)
        : FileErrors.explain(attempted, path, cause);
  }

  private StorageException full(@Nullable IOException cause) {
    return new StorageException(
        CommonError.DATASTORE_FULL,
        "cannot %s %s: it needs up to %s, datastore %s had %s free"
            .formatted(
                attempted,
                path,
                ByteSize.show(neededBytes),
                path.datastore(),
                ByteSize.show(freeBytes)),
        "Free space there, or choose another datastore.",
        cause);
  }
}
