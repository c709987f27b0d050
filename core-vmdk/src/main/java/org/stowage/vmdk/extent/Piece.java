package org.stowage.vmdk.extent;

/** What an extent has for some stretch of its disk. */
public sealed interface Piece {

  /** Bytes of the disk that this is about; positive. */
  long lengthBytes();

  /** Nothing: the parent shows through, and where there is none the disk reads as zero. */
  record Absent(long lengthBytes) implements Piece {}

  /** Zeros, which hide the parent. */
  record Zero(long lengthBytes) implements Piece {}

  /**
   * Plain bytes of a file.
   *
   * @param position in the file where they start
   */
  record Stored(long lengthBytes, ExtentFile file, long position) implements Piece {}

  /**
   * Part of a grain, or all of it, that is compressed.
   *
   * @param position in the file where the compressed bytes start, the marker not included
   * @param compressedBytes at least 1
   * @param grainBytes what the grain expands to
   * @param skipBytes how much of the grain precedes this piece
   */
  record Compressed(
      long lengthBytes,
      ExtentFile file,
      long position,
      int compressedBytes,
      int grainBytes,
      int skipBytes)
      implements Piece {}
}
