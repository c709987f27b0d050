package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.FooterCheck;
import org.stowage.vmdk.format.Marker;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/** Reads what follows the metadata markers of a stream: tables, directory, footer and end. */
final class StreamMetadata {

  private final SectorInput in;
  private final SparseHeader header;
  private final String object;
  private final StreamLedger ledger;
  private final ByteBuffer table =
      ByteBuffer.allocate(GRAIN_TABLE_SECTORS * SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private SparseHeader authority;
  private int tables;
  private boolean directorySeen;
  private boolean footerSeen;
  private boolean ended;

  StreamMetadata(SectorInput in, SparseHeader header, String object, StreamLedger ledger) {
    this.in = in;
    this.header = header;
    this.authority = header;
    this.object = object;
    this.ledger = ledger;
  }

  /** The header, or the footer once it has come. */
  SparseHeader authority() {
    return authority;
  }

  /** Whether the footer has come: only the end may follow. */
  boolean footerSeen() {
    return footerSeen;
  }

  /** Whether the end-of-stream marker has come, and with it the end of the file. */
  boolean ended() {
    return ended;
  }

  /**
   * Reads what a marker announces.
   *
   * @param at where the marker was, in bytes; it has been read
   */
  void take(Marker.Metadata marker, long at) throws IOException {
    switch (marker.type()) {
      case GRAIN_TABLE -> takeTable(marker, at);
      case GRAIN_DIRECTORY -> takeDirectory(marker, at);
      case FOOTER -> takeFooter(marker, at);
      case PROGRESS -> in.skip(marker.sectors() * SECTOR_BYTES);
      case END_OF_STREAM -> takeEnd(marker, at);
    }
  }

  private void takeTable(Marker.Metadata marker, long at) throws IOException {
    expectSectors(marker, GRAIN_TABLE_SECTORS, at);
    if (++tables > header.layout().tables()) {
      throw malformed(at, "is of more grain tables than the disk can have");
    }
    long sector = in.position() / SECTOR_BYTES;
    in.read(table.clear());
    ledger.table(sector, table.flip());
  }

  private void takeDirectory(Marker.Metadata marker, long at) throws IOException {
    expectSectors(marker, header.layout().directorySectors(), at);
    if (directorySeen) {
      throw malformed(at, "announces a second grain directory");
    }
    directorySeen = true;
    long sector = in.position() / SECTOR_BYTES;
    int[] directory = new int[header.layout().tables()];
    int perSector = SECTOR_BYTES / Integer.BYTES;
    for (int done = 0; done < directory.length; done += perSector) {
      in.read(table.clear().limit(SECTOR_BYTES));
      table.flip().asIntBuffer().get(directory, done, Math.min(perSector, directory.length - done));
    }
    ledger.directory(sector, directory);
  }

  private void takeFooter(Marker.Metadata marker, long at) throws IOException {
    expectSectors(marker, 1, at);
    if (footerSeen) {
      throw malformed(at, "announces a second footer");
    }
    authority = SparseHeader.parse(in.peek(), object + " (footer)");
    FooterCheck.check(header, authority, object);
    footerSeen = true;
    in.skip(SECTOR_BYTES);
  }

  private void takeEnd(Marker.Metadata marker, long at) throws IOException {
    expectSectors(marker, 0, at);
    ended = true;
    long other = in.skipZeros();
    if (other >= 0) {
      throw VmdkError.damaged(
          VmdkError.TRAILING_BYTES,
          object,
          "its end-of-stream marker is at byte %d, and more follows at byte %d"
              .formatted(at, other));
    }
  }

  private void expectSectors(Marker.Metadata marker, long expected, long at)
      throws DiskFormatException {
    if (marker.sectors() != expected) {
      throw malformed(
          at,
          "announces %s of %d sectors, where it must have %d"
              .formatted(marker.type(), marker.sectors(), expected));
    }
  }

  private DiskFormatException malformed(long at, String observed) {
    return Marker.malformed(object, at, observed);
  }
}
