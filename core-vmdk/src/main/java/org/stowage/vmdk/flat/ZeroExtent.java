package org.stowage.vmdk.flat;

import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentCursor;
import org.stowage.vmdk.extent.Piece;

/**
 * A ZERO extent: no file, all zeros.
 *
 * @param lengthBytes positive
 */
public record ZeroExtent(long lengthBytes) implements Extent {

  @Override
  public ExtentCursor open() {
    return new ExtentCursor() {
      @Override
      public Piece next(long offset, long limit) {
        return new Piece.Zero(limit - offset);
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
