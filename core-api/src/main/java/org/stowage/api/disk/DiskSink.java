package org.stowage.api.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the content of a disk, extent by extent.
 *
 * <p>Extents come in ascending order and do not overlap; what is left out reads as zero. Calls come
 * from one thread at a time. Whoever creates the sink calls {@link #finish()} once everything has
 * been written and then {@link #close()}; a close without finish discards what was written.
 */
public interface DiskSink extends Closeable {

  /**
   * Takes one extent.
   *
   * @param offsetBytes from the start of the disk; at or beyond the end of the extent before.
   *     Extents start at multiples of 512 bytes, and all but the last are whole sectors long
   * @param data the content from its position to its limit; the sink has consumed or copied it when
   *     this returns, and has moved its position to its limit
   * @throws org.stowage.api.StorageException when the extent lies beyond the capacity or before the
   *     end of the one before, or cannot be stored
   */
  void write(long offsetBytes, ByteBuffer data) throws IOException;

  /** Completes the disk: everything is stored and durable when this returns. Called once. */
  void finish() throws IOException;

  /** Releases everything; discards the disk when {@link #finish()} has not returned. Idempotent. */
  @Override
  void close() throws IOException;
}
