package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/**
 * Keeps account of where grains came and of the tables that came before, between or after them, and
 * tells at the end whether the one is what the other says. Memory is 24 bytes for 32 MiB of disk at
 * the usual grain, and the directory.
 */
final class StreamLedger {

  private final SparseHeader header;
  private final String object;
  private final TableDigest digest;
  private final DigestList markedTables = new DigestList();
  private final DigestList headSectors = new DigestList();
  private final DigestList grainTables = new DigestList();
  private final Map<Long, int[]> directories = new HashMap<>();
  private final ByteBuffer table =
      ByteBuffer.allocate(GRAIN_TABLE_SECTORS * SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final long emptyTable;
  private int tableIndex = -1;

  StreamLedger(SparseHeader header, String object) {
    this.header = header;
    this.object = object;
    this.digest = new TableDigest(header.has(SparseFlags.ZEROED_GRAINS));
    this.emptyTable = digest.ofTable(table.duplicate().order(ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * Takes note of a grain; they come in ascending order.
   *
   * @param sector of its marker in the file
   */
  void grain(long grain, long sector) {
    int index = (int) (grain / GRAIN_TABLE_ENTRIES);
    if (index != tableIndex) {
      closeTable();
      tableIndex = index;
    }
    table.putInt((int) (grain % GRAIN_TABLE_ENTRIES) * Integer.BYTES, (int) sector);
  }

  private void closeTable() {
    if (tableIndex >= 0) {
      grainTables.add(tableIndex, digest.ofTable(table));
      table.clear().put(new byte[table.capacity()]).clear();
      tableIndex = -1;
    }
  }

  /** Takes note of a sector between header and grains, which may be part of a table. */
  void headSector(long sector, ByteBuffer content) {
    headSectors.add(sector, digest.ofSector(content));
  }

  /** Takes note of a grain table that came with a marker. */
  void table(long sector, ByteBuffer content) {
    markedTables.add(sector, digest.ofTable(content));
  }

  /** Takes note of a grain directory. */
  void directory(long sector, int[] tables) {
    directories.put(sector, tables);
  }

  /**
   * Compares what came with what the tables say.
   *
   * @param directorySector which directory is to be believed
   */
  void check(long directorySector) throws DiskFormatException {
    closeTable();
    int[] tables = directories.get(directorySector);
    if (tables == null) {
      throw mismatch("no grain directory came at sector " + directorySector);
    }
    for (int index = 0; index < tables.length; index++) {
      int came = grainTables.find(index);
      long expected = came < 0 ? emptyTable : grainTables.at(came);
      long sector = Integer.toUnsignedLong(tables[index]);
      if (sector == 0 ? came >= 0 : !hasTable(sector, expected)) {
        throw mismatch(
            "grain table %d, at sector %d, does not list the grains that came"
                .formatted(index, sector));
      }
    }
  }

  private boolean hasTable(long sector, long expected) {
    int marked = markedTables.find(sector);
    if (marked >= 0) {
      return markedTables.at(marked) == expected;
    }
    int first = headSectors.find(sector);
    if (first < 0 || headSectors.find(sector + GRAIN_TABLE_SECTORS - 1) < 0) {
      return false;
    }
    long found = 0;
    for (int i = 0; i < GRAIN_TABLE_SECTORS; i++) {
      found = TableDigest.add(found, headSectors.at(first + i));
    }
    return found == expected;
  }

  private DiskFormatException mismatch(String observed) {
    return VmdkError.damaged(VmdkError.TABLE_MISMATCH, object, observed);
  }
}
