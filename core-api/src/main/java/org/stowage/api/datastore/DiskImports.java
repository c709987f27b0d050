package org.stowage.api.datastore;

import java.io.IOException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;

/**
 * The routes by which an image becomes a disk on a datastore. Which one an image takes is the
 * {@link DatastoreType}'s decision; how it is carried out is the target's.
 *
 * <p>The disk appears at its path complete or not at all: what a failed import had made is removed
 * before the method throws. An import checks all that the image promises before the disk appears.
 * The image is read once and stays the caller's to close.
 *
 * <p>Common errors: {@code already-exists} when a disk exists at the path; {@code datastore-full};
 * {@code transfer}; {@code integrity}; {@link org.stowage.api.DiskFormatException} for a damaged
 * image.
 */
public interface DiskImports {

  /**
   * Through an import lease: the image's stored bytes, and no others, are streamed to the
   * datastore, which expands them. The only route that never addresses data files, so the only one
   * to types that hide them.
   *
   * @param image its stored form must be {@code streamOptimized}: {@linkplain
   *     org.stowage.api.disk.DiskFormats#convert convert} it first
   * @throws org.stowage.api.StorageException {@code not-allowed} when it is of any other format
   */
  void importStream(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException;

  /**
   * By the data file: the image's content, laid out flat, becomes the data of a new disk.
   *
   * @param capacityBytes at least the image's capacity; what is beyond reads as zero
   * @throws org.stowage.api.StorageException {@code not-allowed} on a type whose data files are
   *     hidden
   */
  void importFlat(DiskImage image, long capacityBytes, BaseDisk disk, Transfer transfer)
      throws IOException;

  /**
   * By upload of a sparse disk which the datastore's side then expands.
   *
   * @param image its format must be {@code sparse}
   * @throws org.stowage.api.StorageException {@code not-allowed} when it is of any other format, or
   *     on a type whose data files are hidden
   */
  void importSparse(DiskImage image, BaseDisk disk, Transfer transfer) throws IOException;
}
