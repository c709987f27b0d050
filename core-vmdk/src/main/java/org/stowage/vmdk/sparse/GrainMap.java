package org.stowage.vmdk.sparse;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/**
 * Which places of a file are taken, one bit for each that could hold a grain: finds out when two
 * entries lead to one grain, or one leads into metadata. All grains must be equally aligned, as
 * they are in every file whose writer appends grain after grain.
 */
final class GrainMap {

  /** 8 MiB of bits: 4 TiB of file at the usual grain, where 2 TiB is all that entries can reach. */
  static final long MAX_PLACES = 1L << 26;

  private static final int PAGE_PLACES = 1 << 16;

  private final String object;
  private final SparseHeader header;
  private final GrainDirectory directory;
  private final long grainSectors;
  private final long[] @Nullable [] pages;
  private long firstSector = -1;

  GrainMap(SparseHeader header, GrainDirectory directory, long fileBytes, String object)
      throws DiskFormatException {
    this.object = object;
    this.header = header;
    this.directory = directory;
    this.grainSectors = header.layout().grainSectors();
    long places = fileBytes / header.layout().grainBytes() + 2;
    if (places > MAX_PLACES) {
      throw VmdkError.refused(
          VmdkError.GRAIN_SIZE,
          object,
          "its %d bytes are too many for grains of %d bytes"
              .formatted(fileBytes, header.layout().grainBytes()),
          "Convert it with larger grains where it was made.");
    }
    pages = new long[Math.toIntExact(places / PAGE_PLACES) + 1][];
  }

  /**
   * Takes the place of a grain.
   *
   * @param sector within the file
   * @throws DiskFormatException when something else is there
   */
  void take(long sector) throws IOException {
    if (sector < header.overheadSectors()) {
      throw overlap(
          sector, "lies before sector %d, where grains start".formatted(header.overheadSectors()));
    }
    if (firstSector < 0) {
      firstSector = sector % grainSectors;
      takeMetadata();
    }
    if (sector % grainSectors != firstSector) {
      throw overlap(sector, "lies across the places of two others");
    }
    if (!set((sector - firstSector) / grainSectors)) {
      throw overlap(sector, "lies where another grain or a grain table is");
    }
  }

  private void takeMetadata() throws IOException {
    takeAll(header.directorySector(), header.layout().directorySectors());
    for (int i = 0; i < directory.size(); i++) {
      if (directory.table(i) != 0) {
        takeAll(directory.table(i), GRAIN_TABLE_SECTORS);
      }
    }
  }

  private void takeAll(long sector, long sectors) {
    for (long place = Math.floorDiv(sector - firstSector, grainSectors);
        place <= Math.floorDiv(sector + sectors - 1 - firstSector, grainSectors);
        place++) {
      if (place >= 0) {
        set(place);
      }
    }
  }

  /** Says whether the place was free. */
  private boolean set(long place) {
    int page = (int) (place / PAGE_PLACES);
    int bit = (int) (place % PAGE_PLACES);
    if (pages[page] == null) {
      pages[page] = new long[PAGE_PLACES / Long.SIZE];
    }
    long mask = 1L << bit;
    boolean free = (pages[page][bit / Long.SIZE] & mask) == 0;
    pages[page][bit / Long.SIZE] |= mask;
    return free;
  }

  private DiskFormatException overlap(long sector, String observed) {
    return VmdkError.damaged(
        VmdkError.GRAIN_OVERLAP, object, "the grain at sector %d %s".formatted(sector, observed));
  }
}
