package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.FooterCheck;
import org.stowage.vmdk.format.Marker;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.format.VmdkLimits;

/**
 * Walks a stream-optimized file from marker to marker, to its very end, and checks its structure:
 * order and place of grains, tables, directory, footer and end.
 */
final class StreamWalker {

  private final SectorInput in;
  private final SparseHeader header;
  private final String object;
  private final GrainReceiver receiver;
  private final StreamLedger ledger;
  private final ByteBuffer table =
      ByteBuffer.allocate(GRAIN_TABLE_SECTORS * SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private SparseHeader authority;
  private int tables;
  private boolean directorySeen;
  private boolean footerSeen;
  private long lastGrain = -1;

  private StreamWalker(SectorInput in, SparseHeader header, String object, GrainReceiver receiver) {
    this.in = in;
    this.header = header;
    this.authority = header;
    this.object = object;
    this.receiver = receiver;
    this.ledger = new StreamLedger(header, object);
  }

  /**
   * Walks a whole stream.
   *
   * @param stream from the first byte of the file; read to its end, not closed
   * @param expected the header as it was read before
   * @param object the file, for messages
   * @return how many bytes were read
   */
  static long walk(InputStream stream, SparseHeader expected, String object, GrainReceiver receiver)
      throws IOException {
    SectorInput in = new SectorInput(stream, object);
    if (!SparseHeader.parse(in.peek(), object).equals(expected)) {
      throw VmdkError.damaged(VmdkError.HEADER, object, "its header changed since it was opened");
    }
    in.skip(SECTOR_BYTES);
    StreamWalker walker = new StreamWalker(in, expected, object, receiver);
    new StreamHead(in, expected, walker.ledger, object).read();
    walker.walkItems();
    return in.position();
  }

  private void walkItems() throws IOException {
    boolean more = true;
    while (more) {
      long at = in.position();
      ByteBuffer sector = in.peek();
      if (!sector.hasRemaining()) {
        break;
      }
      Marker marker = Marker.parse(padded(sector), header.layout(), object, at);
      if (marker instanceof Marker.Grain grain) {
        takeGrain(grain, at);
      } else {
        in.skip(SECTOR_BYTES);
        more = takeMetadata((Marker.Metadata) marker, at);
      }
    }
    if (more && (footerSeen || authority.directoryAtEnd())) {
      throw VmdkError.damaged(
          VmdkError.TRUNCATED,
          object,
          "it ends at byte %d without a footer and an end-of-stream marker"
              .formatted(in.position()));
    }
    ledger.check(authority.directorySector());
  }

  /** Old qemu does not fill up the last sector. */
  private static ByteBuffer padded(ByteBuffer sector) {
    return sector.remaining() == SECTOR_BYTES
        ? sector
        : ByteBuffer.allocate(SECTOR_BYTES).put(sector).rewind();
  }

  private void takeGrain(Marker.Grain marker, long at) throws IOException {
    long grainSectors = header.layout().grainSectors();
    long grain = marker.sector() / grainSectors;
    if (footerSeen
        || marker.sector() % grainSectors != 0
        || marker.sector() < 0
        || grain >= header.layout().grains()) {
      throw malformed(at, "is of a grain at disk sector " + marker.sector() + ", which cannot be");
    }
    if (grain <= lastGrain) {
      throw outOfOrder(at, grain);
    }
    if (at / SECTOR_BYTES > VmdkLimits.MAX_TABLE_SECTOR) {
      throw malformed(at, "lies beyond the 2 TiB that tables can address");
    }
    lastGrain = grain;
    ledger.grain(grain, at / SECTOR_BYTES);
    in.skip(Marker.GRAIN_BYTES);
    in.read(receiver.grain(grain, marker.compressedBytes()));
    skipPadding();
  }

  private void skipPadding() throws IOException {
    int padding = (int) (-in.position() & SECTOR_BYTES - 1);
    in.skip(Math.min(padding, in.peek().remaining()));
  }

  /** Says whether more may follow. */
  private boolean takeMetadata(Marker.Metadata marker, long at) throws IOException {
    switch (marker.type()) {
      case GRAIN_TABLE -> takeTable(marker, at);
      case GRAIN_DIRECTORY -> takeDirectory(marker, at);
      case FOOTER -> takeFooter(marker, at);
      case PROGRESS -> in.skip(marker.sectors() * SECTOR_BYTES);
      case END_OF_STREAM -> {
        takeEnd(marker, at);
        return false;
      }
    }
    return true;
  }

  private void takeTable(Marker.Metadata marker, long at) throws IOException {
    if (marker.sectors() != GRAIN_TABLE_SECTORS) {
      throw malformed(at, "announces a grain table of " + marker.sectors() + " sectors");
    }
    if (++tables > header.layout().tables()) {
      throw malformed(at, "is of more grain tables than the disk can have");
    }
    long sector = in.position() / SECTOR_BYTES;
    in.read(table.clear());
    ledger.table(sector, table.flip());
  }

  private void takeDirectory(Marker.Metadata marker, long at) throws IOException {
    if (marker.sectors() != header.layout().directorySectors()) {
      throw malformed(
          at,
          "announces a grain directory of %d sectors where there must be %d"
              .formatted(marker.sectors(), header.layout().directorySectors()));
    }
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
    if (marker.sectors() != 1 || footerSeen) {
      throw malformed(at, "announces a footer that is not one, or a second one");
    }
    authority = SparseHeader.parse(in.peek(), object + " (footer)");
    FooterCheck.check(header, authority, object);
    footerSeen = true;
    in.skip(SECTOR_BYTES);
  }

  private void takeEnd(Marker.Metadata marker, long at) throws IOException {
    if (marker.sectors() != 0) {
      throw malformed(at, "ends the stream and announces " + marker.sectors() + " more sectors");
    }
    long other = in.skipZeros();
    if (other >= 0) {
      throw VmdkError.damaged(
          VmdkError.TRAILING_BYTES,
          object,
          "its end-of-stream marker is at byte %d, and more follows at byte %d"
              .formatted(at, other));
    }
  }

  private DiskFormatException outOfOrder(long at, long grain) {
    return VmdkError.refused(
        VmdkError.GRAIN_ORDER,
        object,
        "the marker at byte %d is of grain %d after that of grain %d, and a stream must ascend"
            .formatted(at, grain, lastGrain),
        "Copy the disk to this machine as a file of its own, where its tables give the order.");
  }

  private DiskFormatException malformed(long at, String observed) {
    return VmdkError.damaged(
        VmdkError.MARKER, object, "the marker at byte %d %s".formatted(at, observed));
  }
}
