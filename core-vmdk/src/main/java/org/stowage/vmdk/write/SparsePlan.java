package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;

/**
 * Where everything is in a hosted sparse file, in the order of VMware's tools and qemu: header,
 * descriptor, redundant directory and its tables, directory and its tables, grains.
 */
record SparsePlan(GrainLayout layout) {

  private static final int VERSION = 1;

  long redundantDirectorySector() {
    return DescriptorArea.SECTOR + DescriptorArea.SECTORS;
  }

  long directorySector() {
    return redundantDirectorySector() + directoryAndTablesSectors();
  }

  private long directoryAndTablesSectors() {
    return layout.directorySectors() + (long) layout.tables() * GRAIN_TABLE_SECTORS;
  }

  /** Where a table is, of those that follow one of the two directories. */
  long tableSector(long directorySector, int table) {
    return directorySector + layout.directorySectors() + (long) table * GRAIN_TABLE_SECTORS;
  }

  /** Where the first grain is; a whole grain. */
  long overheadSectors() {
    long end = directorySector() + directoryAndTablesSectors();
    long grain = layout.grainSectors();
    return (end + grain - 1) / grain * grain;
  }

  SparseHeader header() {
    return new SparseHeader(
        VERSION,
        SparseFlags.LINE_END_PROBES | SparseFlags.REDUNDANT_DIRECTORY,
        layout,
        DescriptorArea.SECTOR,
        DescriptorArea.SECTORS,
        redundantDirectorySector(),
        directorySector(),
        overheadSectors(),
        false);
  }

  /** The content of one of the two directories: all its tables, in use or not. */
  ByteBuffer directory(long directorySector) {
    ByteBuffer directory =
        ByteBuffer.allocate((int) layout.directorySectors() * SECTOR_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int table = 0; table < layout.tables(); table++) {
      directory.putInt((int) tableSector(directorySector, table));
    }
    return directory.rewind();
  }
}
