package org.stowage.vmdk.sparse;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.stowage.vmdk.extent.ExtentCursor;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.extent.Piece;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/** Goes over a sparse extent by its tables, which are read one at a time and checked whole. */
final class SparseCursor implements ExtentCursor {

  private static final long ABSENT = 0;
  private static final long ZEROED = 1;

  /** Grains that lie one after the other make up pieces of about this size. */
  private static final long PIECE_BYTES = 1 << 20;

  private final ExtentFile file;
  private final SparseHeader header;
  private final GrainLayout layout;
  private final long grainBytes;
  private final GrainDirectory directory;
  private final @Nullable GrainMap places;
  private final CompressedGrains compressed;
  private final ByteBuffer tableBytes =
      ByteBuffer.allocate(GRAIN_TABLE_SECTORS * SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final int[] table = new int[GRAIN_TABLE_ENTRIES];
  private int tableIndex = -1;

  SparseCursor(ExtentFile file, SparseHeader header) throws IOException {
    this.file = file;
    this.header = header;
    this.layout = header.layout();
    this.grainBytes = layout.grainBytes();
    this.directory = new GrainDirectory(file, header);
    // Each compressed grain says where it belongs, so no two entries can lead to the same one.
    this.places =
        header.compressed() ? null : new GrainMap(header, directory, file.sizeBytes(), file.name());
    this.compressed = new CompressedGrains(file, layout);
  }

  @Override
  public Piece next(long offset, long limit) throws IOException {
    long entry = entry(offset);
    long end = endOfEntry(offset, limit);
    if (entry > ZEROED && header.compressed()) {
      return compressed.piece(offset, end - offset, entry);
    }
    long within = offset % grainBytes;
    while (end < limit && (entry <= ZEROED || end - offset < PIECE_BYTES)) {
      long next = entry(end);
      long following = entry <= ZEROED ? entry : entry + (end - offset + within) / SECTOR_BYTES;
      if (next != following) {
        break;
      }
      end = endOfEntry(end, limit);
    }
    if (entry == ABSENT) {
      return new Piece.Absent(end - offset);
    }
    if (entry == ZEROED) {
      return new Piece.Zero(end - offset);
    }
    return new Piece.Stored(end - offset, file, entry * SECTOR_BYTES + within);
  }

  /** Where the grain ends, or the whole table if there is none. */
  private long endOfEntry(long offset, long limit) throws IOException {
    long grain = offset / grainBytes;
    long step = directory.table((int) (grain / GRAIN_TABLE_ENTRIES)) == 0 ? GRAIN_TABLE_ENTRIES : 1;
    return Math.min(limit, (grain / step + 1) * step * grainBytes);
  }

  private long entry(long offset) throws IOException {
    long grain = offset / grainBytes;
    int index = (int) (grain / GRAIN_TABLE_ENTRIES);
    if (directory.table(index) == 0) {
      return ABSENT;
    }
    if (index != tableIndex) {
      loadTable(index);
    }
    return Integer.toUnsignedLong(table[(int) (grain % GRAIN_TABLE_ENTRIES)]);
  }

  private void loadTable(int index) throws IOException {
    file.read(directory.table(index) * SECTOR_BYTES, tableBytes.clear());
    tableBytes.flip().asIntBuffer().get(table);
    tableIndex = index;
    for (int i = 0; i < layout.entries(index); i++) {
      long entry = Integer.toUnsignedLong(table[i]);
      if (entry != ABSENT) {
        checkEntry((long) index * GRAIN_TABLE_ENTRIES + i, entry);
      }
    }
  }

  private void checkEntry(long grain, long sector) throws IOException {
    if (sector == ZEROED) {
      if (!header.has(SparseFlags.ZEROED_GRAINS)) {
        throw VmdkError.damaged(
            VmdkError.GRAIN_OVERLAP,
            file.name(),
            "grain %d lies at sector 1, and the flags do not make that a zeroed grain"
                .formatted(grain));
      }
      return;
    }
    if (places == null) {
      return;
    }
    long end = sector * SECTOR_BYTES + layout.bytesWithin(grain);
    if (end > file.sizeBytes()) {
      throw VmdkError.damaged(
          VmdkError.GRAIN_BEYOND_END,
          file.name(),
          "grain %d at sector %d ends at byte %d, beyond the file of %d bytes"
              .formatted(grain, sector, end, file.sizeBytes()));
    }
    places.take(sector);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
