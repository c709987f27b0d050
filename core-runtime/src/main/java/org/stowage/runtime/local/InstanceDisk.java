package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.runtime.image.HeldImage;

/**
 * The root disk of an instance, to be changed while nobody uses it. What is made anew takes the
 * place of the old by one rename.
 *
 * @param folder of the datastore; the claims on the instance's name are held
 */
record InstanceDisk(LocalTarget target, LocalFolder folder, DatastorePath path, Transfer transfer) {

  /** Makes it larger. */
  void grow(long capacityBytes) throws IOException {
    Path file = folder.file("resize", path);
    LocalDisk disk = LocalDisk.look(file);
    if (capacityBytes < disk.capacityBytes()) {
      throw FileErrors.notAllowed(
          "resize",
          path,
          "it has %d bytes, and what lies beyond %d would be lost; disks only grow"
              .formatted(disk.capacityBytes(), capacityBytes));
    }
    if (capacityBytes == disk.capacityBytes()) {
      return;
    }
    StillDisk.of(path, file).close();
    if (disk.descriptor().hasParent()) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "cannot resize %s: it is a linked clone".formatted(path),
          "Let it stand alone first, with --full-clone.");
    }
    new LocalDisks(folder, target).extend(path, capacityBytes);
  }

  /** Makes it stand alone. */
  void flatten() throws IOException {
    Path file = folder.file("flatten", path);
    LocalDisk disk = LocalDisk.look(file);
    if (!disk.descriptor().hasParent()) {
      return;
    }
    requireParent(disk);
    DiskSpec spec = new DiskSpec(disk.capacityBytes(), disk.adapterType());
    try (NewDisk whole = NewDisk.instead(folder, "flatten", path, spec);
        DiskImage image = still()) {
      whole.fill(sink -> image.copyTo(sink, transfer)).replace();
    }
  }

  /** Its content as it stands; whoever would change the disk is kept off until it was read. */
  DiskImage still() throws IOException {
    Path file = folder.file("read", path);
    // Opened before it is locked: the lock ends when something of this process closes the file.
    DiskImage image = LocalDisk.look(file).open(target.roots(), transfer);
    try {
      return new HeldImage(image, StillDisk.of(path, file));
    } catch (IOException | RuntimeException e) {
      try (image) {
        throw e;
      }
    }
  }

  private void requireParent(LocalDisk disk) throws StorageException {
    Path parent = disk.parent().orElse(disk.file());
    if (!Files.isRegularFile(parent)) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "cannot flatten %s: the base disk that it stands on, %s, is gone".formatted(path, parent),
          "Bring the base disk back as it was; the instance has only what differs from it.");
    }
  }

  /** What is done to a disk. */
  @FunctionalInterface
  interface Change {
    void of(InstanceDisk disk) throws IOException;
  }
}
