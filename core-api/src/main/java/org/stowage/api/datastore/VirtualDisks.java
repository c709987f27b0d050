package org.stowage.api.datastore;

import java.io.IOException;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;

/**
 * Whole virtual disks of a datastore, addressed by their descriptor. Where the data lies is the
 * datastore's matter.
 *
 * <p>Errors as in {@link DatastoreFiles}. A disk appears at a path complete or not at all, and its
 * data with it. Safe for use by several threads as long as each disk is changed by one of them.
 */
public interface VirtualDisks {

  /** Makes an empty disk that reads as zero. */
  void create(DatastorePath disk, long capacityBytes, AdapterType adapterType) throws IOException;

  /**
   * Copies a disk's content, flattened where it is a linked clone, on the datastore's side. The
   * copy has the same capacity and adapter type and stands alone.
   */
  void copy(DatastorePath from, DatastorePath to, Transfer transfer) throws IOException;

  /**
   * Renames a disk. Data left at the target by a crash, without a descriptor, is replaced.
   *
   * @throws org.stowage.api.StorageException {@code already-exists} when a disk exists at the
   *     target; nothing was changed
   */
  void move(DatastorePath from, DatastorePath to) throws IOException;

  /**
   * Grows a disk that nothing uses and no linked clone stands on. The new end reads as zero.
   *
   * @throws org.stowage.api.StorageException {@code not-allowed} when the capacity would shrink or
   *     is no multiple of what the type demands
   */
  void extend(DatastorePath disk, long newCapacityBytes) throws IOException;

  /** What a disk is; empty when there is none at the path. */
  Optional<Facts> find(DatastorePath disk) throws IOException;

  /** What a disk takes on the datastore, linked parents not counted; 0 when there is none. */
  long storedBytes(DatastorePath disk) throws IOException;

  /** Deletes a disk with its data. What is absent counts as deleted. */
  void delete(DatastorePath disk) throws IOException;

  /**
   * What a datastore knows of a disk.
   *
   * @param capacityBytes what a guest sees
   * @param adapterType as its descriptor says
   */
  record Facts(long capacityBytes, AdapterType adapterType) {}
}
