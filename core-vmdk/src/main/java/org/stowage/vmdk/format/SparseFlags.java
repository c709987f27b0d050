package org.stowage.vmdk.format;

/** The flags of a sparse header: the lower half may be ignored, the upper half must be known. */
public final class SparseFlags {

  /** The line-end probes are valid. */
  public static final int LINE_END_PROBES = 1;

  /** The redundant grain directory is in use. */
  public static final int REDUNDANT_DIRECTORY = 1 << 1;

  /** A grain table entry of 1 means that the grain reads as zeros. */
  public static final int ZEROED_GRAINS = 1 << 2;

  /** Grains are compressed. */
  public static final int COMPRESSED = 1 << 16;

  /** Each grain and table is preceded by a marker. */
  public static final int MARKERS = 1 << 17;

  /** What a stream-optimized file has. */
  public static final int STREAM = LINE_END_PROBES | COMPRESSED | MARKERS;

  static final int INCOMPATIBLE = 0xFFFF_0000;

  private SparseFlags() {}
}
