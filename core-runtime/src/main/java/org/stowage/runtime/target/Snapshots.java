package org.stowage.runtime.target;

import java.io.IOException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;

/** Ability of a target to give out the disks of its instances. */
public interface Snapshots {

  /**
   * Opens an instance's root disk as it stands now, parents included. What others write to the
   * instance from now on is not seen, or cannot be written; until the image is closed, nobody
   * destroys the instance by Stowage. Closing the image leaves nothing of the snapshot on the
   * target, whether the image was read or not.
   *
   * @param instance as {@link Instances#list} gave it
   * @return the image; one with a {@linkplain DiskImage#stored() stored form} has exported itself
   *     to that format already
   * @throws org.stowage.api.StorageException {@code not-found} when the instance is gone; {@code
   *     not-allowed} when it is in use in a way that keeps it from being read consistently
   */
  DiskImage open(Instance instance, Transfer transfer) throws IOException;
}
