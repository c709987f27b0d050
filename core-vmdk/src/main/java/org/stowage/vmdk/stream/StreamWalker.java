package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.stowage.api.DiskFormatException;
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
  private final StreamMetadata metadata;
  private long lastGrain = -1;

  private StreamWalker(SectorInput in, SparseHeader header, String object, GrainReceiver receiver) {
    this.in = in;
    this.header = header;
    this.object = object;
    this.receiver = receiver;
    this.ledger = new StreamLedger(header, object);
    this.metadata = new StreamMetadata(in, header, object, ledger);
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
    while (!metadata.ended()) {
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
        metadata.take((Marker.Metadata) marker, at);
      }
    }
    boolean mayEndAnywhere = !metadata.footerSeen() && !header.directoryAtEnd();
    if (!metadata.ended() && !mayEndAnywhere || metadata.authority().directoryAtEnd()) {
      throw VmdkError.damaged(
          VmdkError.TRUNCATED,
          object,
          "it ends at byte %d without a footer and an end-of-stream marker"
              .formatted(in.position()));
    }
    ledger.check(metadata.authority().directorySector());
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
    if (metadata.footerSeen()
        || marker.sector() % grainSectors != 0
        || marker.sector() < 0
        || grain >= header.layout().grains()) {
      throw Marker.malformed(
          object, at, "is of a grain at disk sector " + marker.sector() + ", which cannot be");
    }
    if (grain <= lastGrain) {
      throw outOfOrder(at, grain);
    }
    if (at / SECTOR_BYTES > VmdkLimits.MAX_TABLE_SECTOR) {
      throw Marker.malformed(object, at, "lies beyond the 2 TiB that tables can address");
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

  private DiskFormatException outOfOrder(long at, long grain) {
    return VmdkError.refused(
        VmdkError.GRAIN_ORDER,
        object,
        "the marker at byte %d is of grain %d after that of grain %d, and a stream must ascend"
            .formatted(at, grain, lastGrain),
        "Copy the disk to this machine as a file of its own, where its tables give the order.");
  }
}
