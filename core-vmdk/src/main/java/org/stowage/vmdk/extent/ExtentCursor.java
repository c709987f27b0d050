package org.stowage.vmdk.extent;

import java.io.Closeable;
import java.io.IOException;

/** One pass over an extent, from its start to its end. For use by one thread. */
public interface ExtentCursor extends Closeable {

  /**
   * Finds out what is stored from an offset on.
   *
   * @param offsetBytes within the extent, at or beyond the end of the piece before; some may be
   *     skipped
   * @param limitBytes where to stop; above the offset, at most the length of the extent
   * @return what the extent has from the offset on, at least one byte and at most up to the limit
   * @throws org.stowage.api.DiskFormatException when the metadata is damaged there
   */
  Piece next(long offsetBytes, long limitBytes) throws IOException;

  /** Idempotent; pieces that were found can no longer be read. */
  @Override
  void close() throws IOException;
}
