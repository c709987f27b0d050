package org.stowage.api.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.StorageException;

/**
 * Where the bytes of an image come from: a file, a URL, or a member of a container.
 *
 * <p>Every stream and channel is independent of the others and is closed by whoever opened it.
 * Reads stop with a {@link org.stowage.api.CancelledException} when the operation is to stop. A
 * source is safe for use by several threads; what it opens is not.
 *
 * <p>A source does not promise that its bytes stay the same from one opening to the next.
 */
public interface ImageSource {

  /** The file name without folders, for messages and for recognition; may be empty. */
  String name();

  /** The length in bytes, empty when it is not known before the end. */
  OptionalLong lengthBytes();

  /**
   * Whether {@link #open()} may be called more than once. A source that is not repeatable is a pure
   * stream: it can be read once, forward.
   */
  boolean repeatable();

  /**
   * Opens the bytes from the first on.
   *
   * @throws StorageException when the source cannot be had, or was opened before and is not {@link
   *     #repeatable()}
   */
  InputStream open() throws IOException;

  /** Opens the bytes for random access, read-only; empty where only streams can be had. */
  Optional<SeekableByteChannel> openChannel() throws IOException;

  /**
   * Finds the file that this image names: an extent beside its descriptor, or the parent of a
   * linked clone. What may be named is the source's own policy: a source never leads outside the
   * folders it trusts, and follows no symbolic link out of them.
   *
   * @param reference as it stands in the image; hostile until checked
   * @throws StorageException when the reference is refused, or names nothing
   */
  ImageSource resolve(String reference) throws IOException;

  /**
   * What two sources have in common when they are the same bytes in the same place; used to find
   * extents that are their own descriptor and parents that are their own child.
   */
  Object identity();
}
