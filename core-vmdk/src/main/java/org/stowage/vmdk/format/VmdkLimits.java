package org.stowage.vmdk.format;

/** What is the most, or the least, of anything a VMDK may claim before it is refused. */
public final class VmdkLimits {

  public static final int SECTOR_BYTES = 512;

  /** Sectors that any disk may have: their bytes still fit a signed 64-bit number. */
  public static final long MAX_CAPACITY_SECTORS = Long.MAX_VALUE / SECTOR_BYTES;

  public static final long MIN_GRAIN_SECTORS = 8;
  public static final long MAX_GRAIN_SECTORS = 2048;

  /** What every writer in use takes: 64 KiB. */
  public static final long USUAL_GRAIN_SECTORS = 128;

  /** Entries of a grain table; no file has another number. */
  public static final int GRAIN_TABLE_ENTRIES = 512;

  /** Sectors of a grain table. */
  public static final int GRAIN_TABLE_SECTORS = 4;

  /**
   * Grain tables of one file: 64 TiB at the usual grain, what a datastore holds at most. Bounds the
   * memory a directory takes to 8 MiB.
   */
  public static final int MAX_GRAIN_TABLES = 1 << 21;

  /** Sector numbers in directories and tables have 32 bits. */
  public static final long MAX_TABLE_SECTOR = 0xFFFF_FFFFL;

  /**
   * How many bytes beyond the grain's own a compressed grain may take. zlib's bound for
   * incompressible 64 KiB is 29 bytes more than the grain.
   */
  public static final int MAX_COMPRESSION_OVERHEAD_BYTES = 1024;

  /** A descriptor, embedded or not. Real ones have a few KiB. */
  public static final int MAX_DESCRIPTOR_BYTES = 1 << 20;

  public static final int MAX_EXTENTS = 4096;

  /** Parents that a linked child may have, one above the other; ESXi allows 32 snapshots. */
  public static final int MAX_CHAIN_DEPTH = 32;

  private VmdkLimits() {}
}
