package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.image.FullFileSystem;

/** What the file system's errors mean on a datastore. */
final class FileErrors {

  private FileErrors() {}

  /**
   * Explains a failure of the file system; one that is explained already is handed back.
   *
   * @param attempted e.g. {@code "list"}
   */
  static StorageException explain(String attempted, DatastorePath path, IOException cause) {
    if (cause instanceof StorageException explained) {
      return explained;
    }
    String what = "cannot " + attempted + " " + path + ": ";
    if (cause instanceof NoSuchFileException) {
      return new StorageException(
          CommonError.NOT_FOUND, what + cause.getMessage() + " does not exist", "", cause);
    }
    if (cause instanceof FileAlreadyExistsException) {
      return alreadyExists(attempted, path);
    }
    if (cause instanceof AccessDeniedException) {
      return new StorageException(
          CommonError.IO,
          what + "no permission for " + cause.getMessage(),
          "Give the user that runs Stowage read and write permission in the datastore's folder.",
          cause);
    }
    if (FullFileSystem.isCauseOf(cause)) {
      return new StorageException(
          CommonError.DATASTORE_FULL,
          what + "no space is left on the file system of datastore " + path.datastore(),
          "Free space there, or choose another datastore.",
          cause);
    }
    return new StorageException(CommonError.IO, what + cause.getMessage(), "", cause);
  }

  static StorageException alreadyExists(String attempted, DatastorePath path) {
    return new StorageException(
        CommonError.ALREADY_EXISTS,
        "cannot " + attempted + " " + path + ": it exists already",
        "Choose another name, or remove what is there.");
  }

  static StorageException notFound(String attempted, DatastorePath path, DatastorePath missing) {
    return new StorageException(
        CommonError.NOT_FOUND,
        "cannot " + attempted + " " + path + ": " + missing + " does not exist",
        "");
  }

  static StorageException notAllowed(String attempted, DatastorePath path, String why) {
    return new StorageException(
        CommonError.NOT_ALLOWED, "cannot " + attempted + " " + path + ": " + why, "");
  }
}
