package org.stowage.vmdk.format;

import static org.stowage.vmdk.format.VmdkLimits.MAX_COMPRESSION_OVERHEAD_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.api.DiskFormatException;

/**
 * What stands before each grain and each piece of metadata in a stream-optimized file (technote,
 * "Stream-Optimized Compressed Sparse Extents"). Starts at a sector.
 */
public sealed interface Marker {

  /** Bytes of the marker before a grain; the compressed data follow at once. */
  int GRAIN_BYTES = 12;

  /** Where the type of a metadata marker is; it fills its sector. */
  int TYPE_OFFSET = 12;

  /**
   * Before a compressed grain.
   *
   * @param sector of the disk where the grain belongs; unchecked
   * @param compressedBytes how much follows the marker
   */
  record Grain(long sector, int compressedBytes) implements Marker {

    /** Writes the twelve bytes at the position of a buffer. */
    public void encode(ByteBuffer out) {
      ByteOrder order = out.order();
      out.order(ByteOrder.LITTLE_ENDIAN).putLong(sector).putInt(compressedBytes).order(order);
    }
  }

  /**
   * Before metadata: fills a sector of its own.
   *
   * @param sectors how many follow
   */
  record Metadata(MarkerType type, long sectors) implements Marker {

    public Metadata {
      if (sectors < 0) {
        throw new IllegalArgumentException("a marker is followed by 0 sectors or more");
      }
    }

    /** Encodes the marker into one sector. */
    public ByteBuffer encode() {
      return ByteBuffer.allocate(VmdkLimits.SECTOR_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(0, sectors)
          .putInt(TYPE_OFFSET, type.number());
    }
  }

  /**
   * Decodes a marker.
   *
   * @param bytes the first sector of the item, from its position on; the position stays
   * @param layout of the disk, which bounds what a grain may compress to
   * @param object the file, for messages
   * @param atByte where in the file the marker is, for messages
   */
  static Marker parse(ByteBuffer bytes, GrainLayout layout, String object, long atByte)
      throws DiskFormatException {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    long value = in.getLong(0);
    int size = in.getInt(8);
    if (size != 0) {
      int most = layout.grainBytes() + MAX_COMPRESSION_OVERHEAD_BYTES;
      if (size < 0 || size > most) {
        throw malformed(
            object,
            atByte,
            "announces %d compressed bytes".formatted(size & 0xFFFF_FFFFL)
                + "; a grain has 1 to "
                + most);
      }
      return new Grain(value, size);
    }
    int number = in.getInt(TYPE_OFFSET);
    MarkerType type = MarkerType.numbered(number);
    if (type == null) {
      throw malformed(object, atByte, "is of the unknown type " + Integer.toUnsignedString(number));
    }
    if (value < 0 || value > VmdkLimits.MAX_TABLE_SECTOR) {
      throw malformed(
          object, atByte, "announces " + Long.toUnsignedString(value) + " sectors of metadata");
    }
    return new Metadata(type, value);
  }

  /**
   * A refusal of a marker.
   *
   * @param object the file
   * @param atByte where in the file the marker is
   * @param observed what is wrong with it, as the rest of a sentence
   */
  static DiskFormatException malformed(String object, long atByte, String observed) {
    return VmdkError.damaged(
        VmdkError.MARKER, object, "the marker at byte %d %s".formatted(atByte, observed));
  }
}
