package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.MAX_COMPRESSION_OVERHEAD_BYTES;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.stowage.vmdk.format.Marker;

/**
 * Some grains on their way into a stream: filled by the sink's caller, compressed by any one
 * thread, written out by the sink's caller, and used again.
 *
 * <p>All grains of a batch belong to one grain table. What a batch turns into does not depend on
 * where in the file it goes.
 */
final class GrainBatch implements AutoCloseable {

  /** Enough work to be worth the wake-up of a thread, little enough for many threads' memory. */
  static final int MOST_GRAINS = 4;

  private final int grainBytes;
  private final GrainDeflater deflater;
  private final byte[] content;
  private final byte[] stored;
  private final long[] grains = new long[MOST_GRAINS];
  private final int[] offsets = new int[MOST_GRAINS];
  private int count;
  private int storedBytes;

  GrainBatch(int grainBytes, int level) {
    this.grainBytes = grainBytes;
    this.deflater = new GrainDeflater(level);
    this.content = new byte[MOST_GRAINS * grainBytes];
    this.stored = new byte[MOST_GRAINS * (grainBytes + MAX_COMPRESSION_OVERHEAD_BYTES)];
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Whether a grain may still be added. */
  boolean takes(long grain) {
    return count == 0
        || count < MOST_GRAINS && grains[0] / GRAIN_TABLE_ENTRIES == grain / GRAIN_TABLE_ENTRIES;
  }

  void add(long grain, ByteBuffer grainContent) {
    grains[count] = grain;
    grainContent.get(content, count * grainBytes, grainBytes);
    count++;
  }

  void addTo(ContentId contentId) {
    for (int i = 0; i < count; i++) {
      contentId.add(
          grains[i], ByteBuffer.wrap(content, i * grainBytes, grainBytes).slice(), grainBytes);
    }
  }

  /** Turns all grains into what is stored of them: marker, compressed data, zeros to the sector. */
  GrainBatch compress() {
    ByteBuffer out = ByteBuffer.wrap(stored);
    for (int i = 0; i < count; i++) {
      int start = out.position();
      int data = start + Marker.GRAIN_BYTES;
      int length = deflater.deflate(content, i * grainBytes, grainBytes, stored, data);
      new Marker.Grain(grains[i] * grainBytes / SECTOR_BYTES, length).encode(out);
      int end = (data + length + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
      Arrays.fill(stored, data + length, end, (byte) 0);
      offsets[i] = start;
      out.position(end);
    }
    storedBytes = out.position();
    return this;
  }

  /** The grain table that the grains belong to. */
  int table() {
    return Math.toIntExact(grains[0] / GRAIN_TABLE_ENTRIES);
  }

  int count() {
    return count;
  }

  /** Which entry of the table a grain has. */
  int entry(int index) {
    return (int) (grains[index] % GRAIN_TABLE_ENTRIES);
  }

  /** Where in {@link #stored()} a grain's marker starts; a whole sector. */
  int offset(int index) {
    return offsets[index];
  }

  /** What is to be written, from the first byte on. */
  byte[] stored() {
    return stored;
  }

  /** How much of {@link #stored()} is to be written; whole sectors. */
  int storedBytes() {
    return storedBytes;
  }

  void clear() {
    count = 0;
  }

  @Override
  public void close() {
    deflater.close();
  }
}
