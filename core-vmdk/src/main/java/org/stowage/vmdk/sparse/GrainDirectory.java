package org.stowage.vmdk.sparse;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.format.SparseHeader;

/** Where the grain tables are; of the directory, a page is in memory at a time. */
final class GrainDirectory {

  private static final int PAGE_ENTRIES = 16 * 1024;

  private final ExtentFile file;
  private final long startByte;
  private final int size;
  private final int[] page = new int[PAGE_ENTRIES];
  private int pageStart = -PAGE_ENTRIES;

  /**
   * @param header of the file, or its footer; its directory must lie within the file
   */
  GrainDirectory(ExtentFile file, SparseHeader header) {
    this.file = file;
    this.startByte = header.directorySector() * SECTOR_BYTES;
    this.size = header.layout().tables();
  }

  /** How many grain tables the disk can have. */
  int size() {
    return size;
  }

  /** The sector of a grain table; 0 when none of its grains is there. */
  long table(int index) throws IOException {
    if (index < pageStart || index >= pageStart + PAGE_ENTRIES) {
      int start = index - index % PAGE_ENTRIES;
      int entries = Math.min(PAGE_ENTRIES, size - start);
      ByteBuffer bytes =
          file.read(startByte + (long) start * Integer.BYTES, entries * Integer.BYTES);
      bytes.asIntBuffer().get(page, 0, entries);
      pageStart = start;
    }
    return Integer.toUnsignedLong(page[index - pageStart]);
  }
}
