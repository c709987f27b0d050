package org.stowage.api.datastore;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.stowage.api.Transfer;

/**
 * Files and folders of a datastore, by name. Knows nothing of disks: moving or deleting a disk is
 * {@link VirtualDisks}' business. On a type whose data files are {@linkplain
 * DatastoreTraits.DataFiles#HIDDEN hidden} no name that ends in {@code -flat.vmdk} is taken.
 *
 * <p>Every method throws {@link org.stowage.api.StorageException}: {@code not-found} for a missing
 * source or parent folder, {@code already-exists} for an existing target, {@code datastore-full}
 * when there is no room. Safe for use by several threads.
 */
public interface DatastoreFiles {

  /**
   * The entries of a folder, not of those below it, in order of their names. Where top-level
   * folders are {@linkplain DatastoreTraits.TopLevelFolders#NAMESPACES namespaces}, the root may
   * list them by their ids; {@link #find} takes their names.
   */
  List<Entry> list(DatastorePath folder) throws IOException;

  /** What stands at a path; empty when nothing does, also when a parent folder is missing. */
  Optional<Entry> find(DatastorePath path) throws IOException;

  /**
   * Makes a folder and its missing parents. One that exists is left as it is. Atomic for the last
   * segment: of several callers each finds the folder afterwards.
   *
   * @throws org.stowage.api.StorageException {@code not-allowed} for a missing top-level folder on
   *     a type whose top-level folders are namespaces
   */
  void makeDirectory(DatastorePath folder) throws IOException;

  /**
   * Renames a file or folder within the datastore, atomically. Missing parents of the target are an
   * error.
   *
   * @throws org.stowage.api.StorageException {@code already-exists} when the target exists; {@code
   *     not-allowed} from or to a top-level folder on a type whose top-level folders are
   *     namespaces; nothing was changed
   */
  void move(DatastorePath from, DatastorePath to) throws IOException;

  /**
   * Deletes a file, or a folder with all it holds. What is absent counts as deleted.
   *
   * @throws org.stowage.api.StorageException {@code not-allowed} for a top-level folder on a type
   *     whose top-level folders are namespaces
   */
  void delete(DatastorePath path) throws IOException;

  /**
   * Stores a new file. It appears under its name complete or not at all.
   *
   * @param content read to its end; not closed
   * @param lengthBytes exact; another number of bytes is a {@code transfer} error
   */
  void upload(DatastorePath file, InputStream content, long lengthBytes, Transfer transfer)
      throws IOException;

  /** Opens a file for reading; the caller closes the stream. */
  InputStream download(DatastorePath file) throws IOException;

  /**
   * A file or folder.
   *
   * @param sizeBytes 0 for a folder
   */
  record Entry(String name, boolean folder, long sizeBytes) {}
}
