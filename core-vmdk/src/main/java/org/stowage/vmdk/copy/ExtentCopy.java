package org.stowage.vmdk.copy;

import java.io.IOException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskSink;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentCursor;
import org.stowage.vmdk.extent.Piece;

/** Copies a whole extent to a sink. */
public final class ExtentCopy {

  private ExtentCopy() {}

  /** Writes all content that is not zero; what is absent or zero is left out. */
  public static void copy(Extent extent, DiskSink sink, Transfer transfer) throws IOException {
    long length = extent.lengthBytes();
    try (ExtentCursor cursor = extent.open();
        CopyPipeline pipeline = new CopyPipeline(sink, transfer, length)) {
      long offset = 0;
      while (offset < length) {
        Piece piece = cursor.next(offset, length);
        copy(piece, offset, pipeline);
        offset += piece.lengthBytes();
      }
      pipeline.finish();
    }
  }

  /**
   * Goes over an extent without reading its content, so that damage of its tables shows.
   *
   * @throws org.stowage.api.DiskFormatException when there is any
   */
  public static void check(Extent extent, Transfer transfer) throws IOException {
    try (ExtentCursor cursor = extent.open()) {
      long offset = 0;
      while (offset < extent.lengthBytes()) {
        transfer.checkCancelled();
        offset += cursor.next(offset, extent.lengthBytes()).lengthBytes();
      }
    }
  }

  private static void copy(Piece piece, long offset, CopyPipeline pipeline) throws IOException {
    if (piece instanceof Piece.Stored stored) {
      long done = 0;
      while (done < stored.lengthBytes()) {
        int length = (int) Math.min(pipeline.plainBytes(), stored.lengthBytes() - done);
        stored.file().read(stored.position() + done, pipeline.plain(offset + done, length));
        done += length;
      }
    } else if (piece instanceof Piece.Compressed grain) {
      GrainPart part =
          new GrainPart(
              offset, grain.grainBytes(), grain.skipBytes(), Math.toIntExact(grain.lengthBytes()));
      grain
          .file()
          .read(
              grain.position(),
              pipeline.compressed(grain.file().name(), part, grain.compressedBytes()));
    }
  }
}
