package org.stowage.vmdk.sparse;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.util.Arrays;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/**
 * Checks a grain directory: it and all tables lie within the file, and none shares a sector with
 * another, the descriptor or the header.
 */
final class DirectoryCheck {

  private final ExtentFile file;
  private final long directory;
  private final long directoryEnd;
  private final long metadataEnd;

  private DirectoryCheck(ExtentFile file, SparseHeader header) {
    this.file = file;
    this.directory = header.directorySector();
    this.directoryEnd = directory + header.layout().directorySectors();
    this.metadataEnd = Math.max(1, header.descriptorOffsetSectors() + header.descriptorSectors());
  }

  /** Reads the whole directory to which a header leads. */
  static void check(ExtentFile file, SparseHeader header) throws IOException {
    DirectoryCheck check = new DirectoryCheck(file, header);
    check.checkPlace(header.layout().tables());
    GrainDirectory directory = new GrainDirectory(file, header);
    int[] tables = new int[directory.size()];
    for (int i = 0; i < tables.length; i++) {
      long table = directory.table(i);
      if (table != 0) {
        check.checkTable(i, table);
      }
      tables[i] = (int) table;
    }
    check.checkDistinct(tables);
  }

  private void checkPlace(int entries) throws DiskFormatException {
    long start = directory * SECTOR_BYTES;
    if (start + (long) entries * Integer.BYTES > file.sizeBytes()) {
      throw VmdkError.damaged(
          VmdkError.TABLE_BEYOND_END,
          file.name(),
          "its grain directory of %d entries at byte %d ends beyond the file of %d bytes"
              .formatted(entries, start, file.sizeBytes()));
    }
    if (directory < metadataEnd) {
      throw overlap("the grain directory at sector " + directory + " and what precedes it");
    }
  }

  private void checkTable(int index, long sector) throws DiskFormatException {
    if ((sector + GRAIN_TABLE_SECTORS) * SECTOR_BYTES > file.sizeBytes()) {
      throw VmdkError.damaged(
          VmdkError.TABLE_BEYOND_END,
          file.name(),
          "grain table %d at sector %d ends beyond the file of %d bytes"
              .formatted(index, sector, file.sizeBytes()));
    }
    if (sector < metadataEnd || sector < directoryEnd && directory < sector + GRAIN_TABLE_SECTORS) {
      throw overlap("grain table %d at sector %d and other metadata".formatted(index, sector));
    }
  }

  private void checkDistinct(int[] tables) throws DiskFormatException {
    // With the sign flipped they sort as the unsigned numbers they are.
    for (int i = 0; i < tables.length; i++) {
      tables[i] ^= Integer.MIN_VALUE;
    }
    Arrays.sort(tables);
    for (int i = 1; i < tables.length; i++) {
      long before = Integer.toUnsignedLong(tables[i - 1] ^ Integer.MIN_VALUE);
      long table = Integer.toUnsignedLong(tables[i] ^ Integer.MIN_VALUE);
      if (before != 0 && table - before < GRAIN_TABLE_SECTORS) {
        throw overlap("the grain tables at sectors %d and %d".formatted(before, table));
      }
    }
  }

  private DiskFormatException overlap(String what) {
    return VmdkError.damaged(VmdkError.GRAIN_OVERLAP, file.name(), what + " overlap");
  }
}
