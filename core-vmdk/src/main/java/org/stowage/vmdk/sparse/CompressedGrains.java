package org.stowage.vmdk.sparse;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.extent.Piece;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.Marker;
import org.stowage.vmdk.format.VmdkError;

/** Finds compressed grains by the sector in their table, and checks that their markers agree. */
final class CompressedGrains {

  private static final int MARKER_BYTES = 16;

  private final ExtentFile file;
  private final GrainLayout layout;
  private final ByteBuffer marker =
      ByteBuffer.allocate(MARKER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  CompressedGrains(ExtentFile file, GrainLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /**
   * Describes a grain, or part of one.
   *
   * @param offset in the disk where the part starts
   * @param length of the part
   * @param sector of the marker in the file
   */
  Piece.Compressed piece(long offset, long length, long sector) throws IOException {
    long grain = offset / layout.grainBytes();
    long position = sector * SECTOR_BYTES;
    if (position + Marker.GRAIN_BYTES >= file.sizeBytes()) {
      throw beyondEnd(grain, position + Marker.GRAIN_BYTES);
    }
    Marker.Grain found = marker(grain, position);
    long expected = grain * layout.grainSectors();
    if (found.sector() != expected) {
      throw VmdkError.damaged(
          VmdkError.TABLE_MISMATCH,
          file.name(),
          "the marker at byte %d is of disk sector %d, and the tables have it for sector %d"
              .formatted(position, found.sector(), expected));
    }
    long data = position + Marker.GRAIN_BYTES;
    if (data + found.compressedBytes() > file.sizeBytes()) {
      throw beyondEnd(grain, data + found.compressedBytes());
    }
    return new Piece.Compressed(
        length,
        file,
        data,
        found.compressedBytes(),
        layout.grainBytes(),
        (int) (offset % layout.grainBytes()));
  }

  private Marker.Grain marker(long grain, long position) throws IOException {
    marker.clear().putInt(Marker.TYPE_OFFSET, 0);
    marker.limit((int) Math.min(MARKER_BYTES, file.sizeBytes() - position));
    file.read(position, marker);
    if (Marker.parse(marker.clear(), layout, file.name(), position) instanceof Marker.Grain found) {
      return found;
    }
    throw VmdkError.damaged(
        VmdkError.MARKER,
        file.name(),
        "the tables have grain %d at byte %d, where no grain is".formatted(grain, position));
  }

  private IOException beyondEnd(long grain, long end) {
    return VmdkError.damaged(
        VmdkError.GRAIN_BEYOND_END,
        file.name(),
        "compressed grain %d ends at byte %d, beyond the file of %d bytes"
            .formatted(grain, end, file.sizeBytes()));
  }
}
