package org.stowage.api.datastore;

import java.io.IOException;
import org.pf4j.ExtensionPoint;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;

/**
 * Extension point: how bytes land on a kind of datastore. A type states its rules, judges images by
 * them, and turns an image into a base disk through {@link DatastorePorts} and nothing else.
 *
 * <p>Types are stateless and safe for use by several threads. They do not choose among datastores,
 * keep no cache, and make no clones.
 */
public interface DatastoreType extends ExtensionPoint {

  /** Unique name of the type, lowercase-kebab. */
  String id();

  /** The type's rules; the same at every call. */
  DatastoreTraits traits();

  /**
   * Judges an image by the type's rules alone: its format and its capacity, not the room left. Does
   * no I/O.
   *
   * @param convert whether an image that does not fit may be converted or padded on its way; when
   *     false, the type's rule is applied as it stands
   */
  Landing judge(DiskFacts image, boolean convert);

  /**
   * Turns an image into a base disk.
   *
   * <p>On return the disk is complete at {@link BaseDisk#path()}, and nothing else was left. When
   * it throws, nothing is left at that path that {@link VirtualDisks#delete} would not remove; the
   * caller removes the folder it lies in.
   *
   * @param image read once; stays the caller's to close
   * @param landing what {@link #judge} answered for this image
   * @throws org.stowage.api.StorageException when the image is damaged, the datastore is full, or a
   *     port fails
   */
  void land(
      DiskImage image,
      Landing.Accepted landing,
      BaseDisk disk,
      DatastorePorts ports,
      Transfer transfer)
      throws IOException;
}
