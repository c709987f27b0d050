package org.stowage.api.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.stowage.api.Transfer;

/**
 * An open image of one disk.
 *
 * <p>An image from a source that is not {@linkplain ImageSource#repeatable() repeatable} can be
 * read once: by {@link #copyTo} or by its stored form. Not safe for use by several threads, though
 * copying uses several by itself. Closed by whoever opened it.
 */
public interface DiskImage extends Closeable {

  /** What is known without reading the content; the same at every call. */
  DiskFacts facts();

  /**
   * Copies the content to a sink: allocated extents in ascending order, absent and zeroed ones left
   * out. Does not finish or close the sink.
   *
   * <p>When this returns, the whole image was read and everything it promises (tables against
   * markers, checksums, its container's manifest) has been checked; a receiver must not commit
   * before.
   *
   * @throws org.stowage.api.DiskFormatException when the image is damaged; some extents may have
   *     been written by then
   */
  void copyTo(DiskSink sink, Transfer transfer) throws IOException;

  /**
   * The image's own bytes; empty when they are no single file of their format, such as a linked
   * clone, a split disk or a compressed member.
   */
  Optional<StoredForm> stored();

  /** Releases everything. Idempotent. */
  @Override
  void close() throws IOException;
}
