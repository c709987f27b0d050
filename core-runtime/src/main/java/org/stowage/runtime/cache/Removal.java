package org.stowage.runtime.cache;

import java.io.IOException;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.runtime.target.Target;

/**
 * The removal of an image's base disks from a datastore, in steps, because nobody can look whether
 * they are used and remove them at the same moment. First the image's folder gets another name;
 * then it is looked once more whether anything stands on the disks; then they are deleted, or the
 * folder gets its name back.
 *
 * <p>Who makes a linked clone looks after it is there whether the base disk still has its name. So
 * either the clone is seen by the remover, or its maker sees the removal and takes it back: clocks
 * do not matter.
 *
 * <p>Whoever calls holds the claim on the image's folder.
 */
record Removal(Target target, CacheLayout layout, String datastore, String imageId) {

  void begin() throws IOException {
    ports().files().move(folder(), removing());
  }

  /** Deletes what {@link #begin} renamed; begins with the disk by which it could be put back. */
  void complete() throws IOException {
    DatastorePorts ports = ports();
    for (DatastorePath disk : ImageFolder.read(target, removing(), imageId).disks()) {
      ports.disks().delete(disk);
    }
    ports.files().delete(removing());
  }

  /** Gives the folder its name back, unless there is a base disk under that name again. */
  void undo() throws IOException {
    DatastorePorts ports = ports();
    try {
      ports.files().move(removing(), folder());
    } catch (StorageException e) {
      if (!e.code().equals(CommonError.ALREADY_EXISTS)) {
        throw e;
      }
      if (ImageFolder.read(target, folder(), imageId).complete()) {
        complete();
        return;
      }
      // Who said that he uses the image made the folder anew; nothing else is in it.
      ports.files().delete(folder());
      ports.files().move(removing(), folder());
    }
  }

  /** Puts back what a remover that died left; false when there is nothing, or no whole disk. */
  boolean undoLeft() throws IOException {
    DatastorePath base = removing().resolve(CacheLayout.base(imageId));
    if (!target.existing(List.of(base)).contains(base)) {
      return false;
    }
    undo();
    return true;
  }

  private DatastorePath folder() {
    return layout.folder(datastore, imageId);
  }

  private DatastorePath removing() {
    return layout.removing(datastore, imageId);
  }

  private DatastorePorts ports() throws IOException {
    return target.ports(datastore);
  }
}
