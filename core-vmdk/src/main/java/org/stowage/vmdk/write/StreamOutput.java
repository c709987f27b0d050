package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.Marker;
import org.stowage.vmdk.format.MarkerType;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;

/**
 * Writes a stream-optimized file from front to end, arranged as VMware's exports are (technote,
 * "Stream-Optimized Compressed Sparse Extents"; ovftool): header of version 3, descriptor, grains
 * with each table in use behind its own, directory, footer, end-of-stream marker.
 */
final class StreamOutput {

  /** VMware's tools leave as much before the first grain, and others edit the descriptor there. */
  private static final int OVERHEAD_SECTORS = 128;

  private static final int VERSION = 3;

  private static final int NO_TABLE = -1;

  private final SequentialFile out;
  private final String object;
  private final SparseHeader header;
  private final int[] directory;
  private final int[] table = new int[GRAIN_TABLE_ENTRIES];
  private int tableNumber = NO_TABLE;

  /**
   * @param object the file, for messages
   */
  StreamOutput(SequentialFile out, GrainLayout layout, String object) {
    this.out = out;
    this.object = object;
    this.directory = new int[layout.tables()];
    this.header =
        new SparseHeader(
            VERSION,
            SparseFlags.STREAM,
            layout,
            DescriptorArea.SECTOR,
            DescriptorArea.SECTORS,
            0,
            SparseHeader.AT_END,
            OVERHEAD_SECTORS,
            false);
  }

  /** Writes all that precedes the grains. */
  void begin(Descriptor descriptor) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(OVERHEAD_SECTORS * SECTOR_BYTES);
    start.put(header.encode());
    start.put(DescriptorArea.SECTOR * SECTOR_BYTES, DescriptorArea.encode(descriptor, object));
    write(start);
  }

  /** Writes grains beyond all that were written before. */
  void add(GrainBatch batch) throws IOException {
    if (batch.table() != tableNumber) {
      endTable();
      tableNumber = batch.table();
    }
    for (int i = 0; i < batch.count(); i++) {
      table[batch.entry(i)] = TableSector.at(out.position() + batch.offset(i), object);
    }
    out.write(batch.stored(), 0, batch.storedBytes());
  }

  /** Writes all that follows the grains. */
  void end() throws IOException {
    endTable();
    write(new Marker.Metadata(MarkerType.GRAIN_DIRECTORY, header.layout().directorySectors()));
    long directorySector = out.position() / SECTOR_BYTES;
    write(encoded(directory, (int) header.layout().directorySectors()));
    write(new Marker.Metadata(MarkerType.FOOTER, 1));
    write(header.withDirectoryAt(directorySector).encode());
    write(new Marker.Metadata(MarkerType.END_OF_STREAM, 0));
  }

  private void endTable() throws IOException {
    if (tableNumber != NO_TABLE) {
      write(new Marker.Metadata(MarkerType.GRAIN_TABLE, GRAIN_TABLE_SECTORS));
      directory[tableNumber] = TableSector.at(out.position(), object);
      write(encoded(table, GRAIN_TABLE_SECTORS));
      Arrays.fill(table, 0);
    }
  }

  private static ByteBuffer encoded(int[] entries, int sectors) {
    ByteBuffer bytes = ByteBuffer.allocate(sectors * SECTOR_BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(entries);
    return bytes;
  }

  private void write(Marker.Metadata marker) throws IOException {
    write(marker.encode());
  }

  private void write(ByteBuffer bytes) throws IOException {
    out.write(bytes.array(), 0, bytes.capacity());
  }
}
