package org.stowage.vmdk.format;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.api.DiskFormatException;

/**
 * The header of a hosted sparse extent, which is also the footer of a stream-optimized one
 * (technote, "Hosted Sparse Extent Metadata").
 *
 * <p>An instance is consistent in itself; whether it fits its file is for readers to check.
 *
 * @param version 1, 2 or 3
 * @param flags see {@link SparseFlags}
 * @param layout capacity and grain
 * @param descriptorOffsetSectors 0 when no descriptor is embedded
 * @param descriptorSectors room for the descriptor
 * @param redundantDirectorySector where the second grain directory is; meaningless unless the flag
 *     says it is in use
 * @param directorySector where the grain directory is, or {@link #AT_END}
 * @param overheadSectors sectors before the first grain
 * @param uncleanShutdown open for writing, or left so by a crash
 */
public record SparseHeader(
    int version,
    int flags,
    GrainLayout layout,
    long descriptorOffsetSectors,
    long descriptorSectors,
    long redundantDirectorySector,
    long directorySector,
    long overheadSectors,
    boolean uncleanShutdown) {

  /** The directory follows the grains, and the footer says where. */
  public static final long AT_END = -1;

  /** The first bytes of the file: {@code KDMV}. */
  public static final int MAGIC = 0x564d444b;

  private static final int LINE_END_PROBES = 0x0a0d200a;

  private static final int DEFLATE = 1;

  /**
   * Whether a file starts as a sparse VMDK does.
   *
   * @param head the first bytes, from the position on; the position stays
   */
  public static boolean isMagic(ByteBuffer head) {
    return head.remaining() >= Integer.BYTES
        && head.slice().order(ByteOrder.LITTLE_ENDIAN).getInt(0) == MAGIC;
  }

  /**
   * Decodes a header.
   *
   * @param bytes at least one sector from its position on, which stays where it is
   * @param object the file, for messages
   */
  public static SparseHeader parse(ByteBuffer bytes, String object) throws DiskFormatException {
    if (bytes.remaining() < SECTOR_BYTES) {
      throw VmdkError.damaged(
          VmdkError.TRUNCATED,
          object,
          "%d bytes are left where a header of %d bytes should be"
              .formatted(bytes.remaining(), SECTOR_BYTES));
    }
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    HeaderChecks.checkKind(in, object);
    SparseHeader header =
        new SparseHeader(
            in.getInt(4),
            in.getInt(8),
            GrainLayout.checked(in.getLong(12), in.getLong(20), object),
            HeaderChecks.sectors(in.getLong(28), "descriptor offset", object),
            HeaderChecks.sectors(in.getLong(36), "descriptor size", object),
            in.getLong(48),
            directorySector(in.getLong(56), in.getInt(8), object),
            HeaderChecks.sectors(in.getLong(64), "overhead", object),
            in.get(72) != 0);
    HeaderChecks.checkDescriptorArea(header, object);
    return header;
  }

  private static long directorySector(long sector, int flags, String object)
      throws DiskFormatException {
    boolean mayBeAtEnd = (flags & SparseFlags.COMPRESSED) != 0;
    return sector == AT_END && mayBeAtEnd
        ? AT_END
        : HeaderChecks.sectors(sector, "grain directory offset", object);
  }

  /** Encodes the header into one sector. */
  public ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(version).putInt(flags);
    out.putLong(layout.capacitySectors()).putLong(layout.grainSectors());
    out.putLong(descriptorOffsetSectors).putLong(descriptorSectors);
    out.putInt(VmdkLimits.GRAIN_TABLE_ENTRIES);
    out.putLong(redundantDirectorySector).putLong(directorySector).putLong(overheadSectors);
    out.put((byte) (uncleanShutdown ? 1 : 0));
    out.putInt(LINE_END_PROBES);
    out.putShort((short) (compressed() ? DEFLATE : 0));
    return out.rewind();
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether grains are compressed and preceded by markers: whether this is a stream. */
  public boolean compressed() {
    return has(SparseFlags.COMPRESSED);
  }

  /** Whether a descriptor is embedded; the extents of a split disk have none. */
  public boolean hasDescriptor() {
    return descriptorOffsetSectors != 0;
  }

  public boolean directoryAtEnd() {
    return directorySector == AT_END;
  }

  /** The same header with the directory elsewhere: what the footer of a stream is. */
  public SparseHeader withDirectoryAt(long sector) {
    return new SparseHeader(
        version,
        flags,
        layout,
        descriptorOffsetSectors,
        descriptorSectors,
        redundantDirectorySector,
        sector,
        overheadSectors,
        uncleanShutdown);
  }
}
