package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/** Reads what precedes the grains, where some writers put the directory and the tables. */
final class StreamHead {

  /** Half a GiB: the tables, twice, of 2 TiB, and four times that without the copies. */
  private static final long MAX_SECTORS = 1 << 20;

  private final SectorInput in;
  private final SparseHeader header;
  private final StreamLedger ledger;
  private final String object;
  private int[] directory = {};
  private int entries;

  StreamHead(SectorInput in, SparseHeader header, StreamLedger ledger, String object) {
    this.in = in;
    this.header = header;
    this.ledger = ledger;
    this.object = object;
  }

  /** Reads from the end of the header to the first grain. */
  void read() throws IOException {
    if (header.directoryAtEnd()) {
      in.skip(header.overheadSectors() * SECTOR_BYTES - in.position());
      return;
    }
    checkBounds();
    ByteBuffer sector = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    directory = new int[header.layout().tables()];
    while (in.position() < header.overheadSectors() * SECTOR_BYTES) {
      long number = in.position() / SECTOR_BYTES;
      in.read(sector.clear());
      sector.flip();
      if (number >= header.directorySector()) {
        takeEntries(sector.duplicate().order(ByteOrder.LITTLE_ENDIAN));
      }
      ledger.headSector(number, sector);
    }
    ledger.directory(header.directorySector(), directory);
  }

  private void takeEntries(ByteBuffer sector) {
    int count = Math.min(SECTOR_BYTES / Integer.BYTES, directory.length - entries);
    sector.asIntBuffer().get(directory, entries, count);
    entries += count;
  }

  private void checkBounds() throws IOException {
    long end = header.directorySector() + header.layout().directorySectors();
    if (header.directorySector() < 1 || end > header.overheadSectors()) {
      throw VmdkError.damaged(
          VmdkError.TABLE_BEYOND_END,
          object,
          "its grain directory, sectors %d to %d, is not within sectors 1 to %d before the grains"
              .formatted(header.directorySector(), end - 1, header.overheadSectors() - 1));
    }
    if (header.overheadSectors() > MAX_SECTORS) {
      throw VmdkError.refused(
          VmdkError.HEADER,
          object,
          "its tables take %d sectors before the first grain; a stream may have %d"
              .formatted(header.overheadSectors(), MAX_SECTORS),
          "Copy the file to this machine and read it there.");
    }
  }
}
