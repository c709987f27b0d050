package org.stowage.vmdk.format;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.MAX_DESCRIPTOR_BYTES;
import static org.stowage.vmdk.format.VmdkLimits.MAX_TABLE_SECTOR;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.nio.ByteBuffer;
import org.stowage.api.DiskFormatException;

/** What a sparse header must fulfil before any of its numbers is used. */
final class HeaderChecks {

  private static final int KNOWN_INCOMPATIBLE = SparseFlags.COMPRESSED | SparseFlags.MARKERS;

  private static final long MAX_DESCRIPTOR_SECTORS = MAX_DESCRIPTOR_BYTES / SECTOR_BYTES;

  private HeaderChecks() {}

  /** Checks magic, version, flags, line-end probes, table size and compression. */
  static void checkKind(ByteBuffer header, String object) throws DiskFormatException {
    if (!SparseHeader.isMagic(header)) {
      throw VmdkError.damaged(
          VmdkError.HEADER, object, "it does not start with KDMV, the mark of a sparse VMDK");
    }
    int version = header.getInt(4);
    if (version < 1 || version > 3) {
      throw VmdkError.refused(
          VmdkError.VERSION,
          object,
          "it is VMDK version " + Integer.toUnsignedString(version) + "; known are 1 to 3",
          "Export the disk again as an older version, or convert it where it was made.");
    }
    int flags = header.getInt(8);
    checkProbes(header, flags, object);
    checkFlags(flags, object);
    checkCompression(flags, header.getShort(77), object);
    int entries = header.getInt(44);
    if (entries != GRAIN_TABLE_ENTRIES) {
      throw VmdkError.damaged(
          VmdkError.HEADER,
          object,
          "its grain tables have %s entries; all have %d"
              .formatted(Integer.toUnsignedString(entries), GRAIN_TABLE_ENTRIES));
    }
  }

  private static void checkProbes(ByteBuffer header, int flags, String object)
      throws DiskFormatException {
    boolean intact =
        header.get(73) == '\n'
            && header.get(74) == ' '
            && header.get(75) == '\r'
            && header.get(76) == '\n';
    if ((flags & SparseFlags.LINE_END_PROBES) != 0 && !intact) {
      throw VmdkError.refused(
          VmdkError.TEXT_MODE_DAMAGE,
          object,
          "its line-end probes have changed: it was damaged by a transfer in text mode",
          "Transfer the image again, in binary mode.");
    }
  }

  private static void checkFlags(int flags, String object) throws DiskFormatException {
    int unknown = flags & SparseFlags.INCOMPATIBLE & ~KNOWN_INCOMPATIBLE;
    if (unknown != 0) {
      throw VmdkError.refused(
          VmdkError.FLAGS,
          object,
          "it uses features unknown here, flags 0x%08x; known are 0x%08x"
              .formatted(unknown, KNOWN_INCOMPATIBLE),
          "Export the disk again with the tool that made it, without its newest features.");
    }
    int stream = flags & KNOWN_INCOMPATIBLE;
    if (stream != 0 && stream != KNOWN_INCOMPATIBLE) {
      throw VmdkError.damaged(
          VmdkError.FLAGS,
          object,
          "flags 0x%08x say compressed or marked; a stream is both".formatted(flags));
    }
  }

  private static void checkCompression(int flags, short algorithm, String object)
      throws DiskFormatException {
    int expected = (flags & SparseFlags.COMPRESSED) != 0 ? 1 : 0;
    if (algorithm != expected) {
      throw VmdkError.damaged(
          VmdkError.HEADER,
          object,
          "its compression algorithm is %d where its flags 0x%08x demand %d"
              .formatted(algorithm & 0xFFFF, flags, expected));
    }
  }

  /** Checks that the embedded descriptor lies between the header and the first grain. */
  static void checkDescriptorArea(SparseHeader header, String object) throws DiskFormatException {
    long first = header.descriptorOffsetSectors();
    long sectors = header.descriptorSectors();
    if (first == 0) {
      return;
    }
    long end = Math.min(header.overheadSectors(), 2 * MAX_DESCRIPTOR_SECTORS);
    if (sectors < 1 || sectors > MAX_DESCRIPTOR_SECTORS || first + sectors > end) {
      throw VmdkError.damaged(
          VmdkError.DESCRIPTOR_AREA,
          object,
          "its descriptor takes %d sectors from sector %d on; allowed are 1 to %d before sector %d"
              .formatted(sectors, first, MAX_DESCRIPTOR_SECTORS, end));
    }
  }

  /** A sector number or count of metadata, all of which lies where 32-bit entries reach. */
  static long sectors(long value, String what, String object) throws DiskFormatException {
    if (value < 0 || value > MAX_TABLE_SECTOR) {
      throw VmdkError.damaged(
          VmdkError.HEADER,
          object,
          "its %s is %s sectors; allowed are 0 to %d"
              .formatted(what, Long.toUnsignedString(value), MAX_TABLE_SECTOR));
    }
    return value;
  }
}
