package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.MAX_GRAIN_TABLES;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;
import static org.stowage.vmdk.format.VmdkLimits.USUAL_GRAIN_SECTORS;

import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskSpec;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.VmdkError;

/** The division of new disks into grains. */
final class NewLayout {

  private static final long MOST_BYTES =
      MAX_GRAIN_TABLES * GRAIN_TABLE_ENTRIES * USUAL_GRAIN_SECTORS * SECTOR_BYTES;

  private NewLayout() {}

  static GrainLayout of(DiskSpec spec, String object) throws StorageException {
    if (spec.capacityBytes() > MOST_BYTES) {
      throw new StorageException(
          VmdkError.CAPACITY,
          "cannot make %s: its capacity would be %d bytes; a sparse disk has at most %d (%d TiB)"
              .formatted(object, spec.capacityBytes(), MOST_BYTES, MOST_BYTES >> 40),
          "Store the disk in another format, such as flat or raw.");
    }
    return new GrainLayout(spec.capacityBytes() / SECTOR_BYTES, USUAL_GRAIN_SECTORS);
  }
}
