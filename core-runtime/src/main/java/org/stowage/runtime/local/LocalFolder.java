package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;

/**
 * A datastore's folder: leads from datastore paths to files, and never out of the folder, neither
 * by a path nor by a symbolic link; keeps the names that are nobody's to use.
 */
final class LocalFolder {

  /** The folder of Stowage's own in every datastore. */
  static final String OWN = ".stowage";

  private final LocalDatastore datastore;
  private final DatastoreTraits traits;

  LocalFolder(LocalDatastore datastore, DatastoreTraits traits) {
    this.datastore = datastore;
    this.traits = traits;
  }

  String name() {
    return datastore.name();
  }

  LocalDatastore datastore() {
    return datastore;
  }

  DatastoreTraits traits() {
    return traits;
  }

  boolean hidesDataFiles() {
    return traits.dataFiles() == DataFiles.HIDDEN;
  }

  /** Refuses capacities that the type does not allow. */
  void requireCapacity(String attempted, DatastorePath disk, long capacityBytes)
      throws StorageException {
    if (capacityBytes <= 0 || capacityBytes % traits.capacityMultipleBytes() != 0) {
      throw FileErrors.notAllowed(
          attempted,
          disk,
          "its capacity would be %d bytes; datastores of type %s take multiples of %d only"
              .formatted(capacityBytes, datastore.typeName(), traits.capacityMultipleBytes()));
    }
  }

  /** Whether a path names a folder that only the namespaces port may make, move or delete. */
  boolean isNamespace(DatastorePath path) {
    return traits.topLevel() == TopLevelFolders.NAMESPACES
        && path.parent().filter(parent -> parent.path().isEmpty()).isPresent();
  }

  /** The folder itself, all links resolved. */
  Path root() throws StorageException {
    try {
      return datastore.folder().toRealPath();
    } catch (IOException e) {
      throw new StorageException(
          CommonError.IO,
          "datastore " + name() + ": its folder " + datastore.folder() + " cannot be reached",
          "Create or mount the folder, or change its entry in the configuration.",
          e);
    }
  }

  /**
   * The place of an entry that is to be made, moved or deleted: links are followed up to its
   * parent, not in its own name.
   */
  Path entry(String attempted, DatastorePath path) throws StorageException {
    check(attempted, path);
    Path root = root();
    Path place;
    try {
      place = root.resolve(path.path()).normalize();
    } catch (InvalidPathException e) {
      throw FileErrors.notAllowed(attempted, path, "this machine cannot store such a name");
    }
    if (place.equals(root)) {
      return root;
    }
    Path known = place.getParent();
    while (!Files.exists(known, LinkOption.NOFOLLOW_LINKS)) {
      known = known.getParent();
    }
    Path real = inside(attempted, path, known, root);
    return real.resolve(known.relativize(place));
  }

  /** The place of an entry that is to be read: links are followed, in its own name too. */
  Path file(String attempted, DatastorePath path) throws StorageException {
    Path entry = entry(attempted, path);
    return Files.isSymbolicLink(entry) ? inside(attempted, path, entry, root()) : entry;
  }

  /** Whether an entry of the folder is no link that leads out of it. */
  boolean holds(Path entry) throws IOException {
    return !Files.isSymbolicLink(entry)
        || (Files.exists(entry) && entry.toRealPath().startsWith(root()));
  }

  /** The datastore path of a file, if it lies in this folder. */
  Optional<DatastorePath> pathOf(Path realFile) throws StorageException {
    Path root = root();
    if (!realFile.startsWith(root) || realFile.equals(root)) {
      return Optional.empty();
    }
    String path = root.relativize(realFile).toString().replace('\\', '/');
    return Optional.of(new DatastorePath(name(), path));
  }

  /** Where operations keep what is not yet published. */
  Path scratch() throws StorageException {
    return root().resolve(OWN).resolve("scratch");
  }

  FolderClaims claims() {
    return new FolderClaims(this);
  }

  private void check(String attempted, DatastorePath path) throws StorageException {
    if (!path.datastore().equals(name())) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "cannot %s %s: it is not on datastore %s".formatted(attempted, path, name()),
          "");
    }
    if (path.path().equals(OWN) || path.path().startsWith(OWN + "/")) {
      throw FileErrors.notAllowed(attempted, path, OWN + " is Stowage's own folder");
    }
    if (hidesDataFiles() && DiskNames.isDataFile(path.fileName())) {
      throw FileErrors.notAllowed(
          attempted,
          path,
          "the data files of disks have no names on datastores of type " + datastore.typeName());
    }
  }

  private Path inside(String attempted, DatastorePath path, Path link, Path root)
      throws StorageException {
    try {
      Path real = link.toRealPath();
      if (real.startsWith(root)) {
        return real;
      }
    } catch (IOException e) {
      if (!link.equals(root) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        // Removed while it was looked at; it would be where its folder is.
        return inside(attempted, path, link.getParent(), root).resolve(link.getFileName());
      }
      throw FileErrors.notAllowed(attempted, path, "the link " + link + " leads nowhere");
    }
    throw FileErrors.notAllowed(
        attempted, path, "the link " + link + " leads out of the datastore's folder");
  }
}
