package org.stowage.vmdk.format;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.MAX_CAPACITY_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.MAX_GRAIN_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.MAX_GRAIN_TABLES;
import static org.stowage.vmdk.format.VmdkLimits.MIN_GRAIN_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import org.stowage.api.DiskFormatException;

/**
 * How a capacity divides into grains, and grains into tables (technote, "Hosted Sparse Extent").
 *
 * @param capacitySectors 1 to {@link VmdkLimits#MAX_CAPACITY_SECTORS}; not always whole grains
 * @param grainSectors a power of two, {@value VmdkLimits#MIN_GRAIN_SECTORS} to {@value
 *     VmdkLimits#MAX_GRAIN_SECTORS}
 */
public record GrainLayout(long capacitySectors, long grainSectors) {

  public GrainLayout {
    if (!validGrain(grainSectors) || !validCapacity(capacitySectors, grainSectors)) {
      throw new IllegalArgumentException(
          "no layout for " + capacitySectors + " sectors in grains of " + grainSectors);
    }
  }

  /** The layout that a file claims to have. */
  static GrainLayout checked(long capacitySectors, long grainSectors, String object)
      throws DiskFormatException {
    if (!validGrain(grainSectors)) {
      throw VmdkError.damaged(
          VmdkError.GRAIN_SIZE,
          object,
          "its grains have %s sectors; allowed is a power of two from %d to %d"
              .formatted(
                  Long.toUnsignedString(grainSectors), MIN_GRAIN_SECTORS, MAX_GRAIN_SECTORS));
    }
    if (!validCapacity(capacitySectors, grainSectors)) {
      throw VmdkError.damaged(
          VmdkError.CAPACITY,
          object,
          "its capacity is %s sectors; allowed are 1 to %d at %d sectors per grain"
              .formatted(
                  Long.toUnsignedString(capacitySectors),
                  grainSectors * GRAIN_TABLE_ENTRIES * MAX_GRAIN_TABLES,
                  grainSectors));
    }
    return new GrainLayout(capacitySectors, grainSectors);
  }

  private static boolean validGrain(long sectors) {
    return sectors >= MIN_GRAIN_SECTORS
        && sectors <= MAX_GRAIN_SECTORS
        && Long.bitCount(sectors) == 1;
  }

  private static boolean validCapacity(long sectors, long grainSectors) {
    return sectors > 0
        && sectors <= MAX_CAPACITY_SECTORS
        && ceilDiv(sectors, GRAIN_TABLE_ENTRIES * grainSectors) <= MAX_GRAIN_TABLES;
  }

  public long capacityBytes() {
    return capacitySectors * SECTOR_BYTES;
  }

  public int grainBytes() {
    return Math.toIntExact(grainSectors * SECTOR_BYTES);
  }

  /** Grains of the disk; the last may reach beyond the capacity. */
  public long grains() {
    return ceilDiv(capacitySectors, grainSectors);
  }

  /** Grain tables, which is the entries of the grain directory. */
  public int tables() {
    return Math.toIntExact(ceilDiv(grains(), GRAIN_TABLE_ENTRIES));
  }

  /** Entries in use of one table: all but for the last. */
  public int entries(int table) {
    return (int) Math.min(GRAIN_TABLE_ENTRIES, grains() - (long) table * GRAIN_TABLE_ENTRIES);
  }

  /** Sectors of the grain directory, the padding to a whole sector included. */
  public long directorySectors() {
    return ceilDiv((long) tables() * Integer.BYTES, SECTOR_BYTES);
  }

  /** How many bytes of a grain are within the capacity. */
  public int bytesWithin(long grain) {
    return (int) Math.min(grainBytes(), capacityBytes() - grain * grainBytes());
  }

  private static long ceilDiv(long dividend, long divisor) {
    return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
  }
}
