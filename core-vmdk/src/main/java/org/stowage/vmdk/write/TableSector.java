package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.MAX_TABLE_SECTOR;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import org.stowage.api.StorageException;
import org.stowage.vmdk.format.VmdkError;

/** Places in a file as grain directories and tables name them: sectors in 32 bits. */
final class TableSector {

  private TableSector() {}

  /**
   * The entry for a place in a file.
   *
   * @param positionBytes a whole sector
   * @throws StorageException when it lies beyond what 32 bits can name, which is 2 TiB
   */
  static int at(long positionBytes, String object) throws StorageException {
    long sector = positionBytes / SECTOR_BYTES;
    if (sector > MAX_TABLE_SECTOR) {
      throw new StorageException(
          VmdkError.FILE_TOO_LARGE,
          "cannot write %s: its next grain would be at byte %d of the file; the format ends at %d"
              .formatted(object, positionBytes, (MAX_TABLE_SECTOR + 1) * SECTOR_BYTES),
          "Store the disk in another format, such as flat or raw.");
    }
    return (int) sector;
  }
}
