package org.stowage.api.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.stowage.api.Transfer;

/**
 * A disk as the bytes of one file in one format: what a target that takes the format as it is gets,
 * untouched.
 */
public interface StoredForm {

  /** The id of the format these bytes are in. */
  String format();

  /** How many bytes {@link #writeTo} writes exactly; empty when they are made on the way. */
  OptionalLong lengthBytes();

  /**
   * Writes the bytes, once. When this returns, everything the image's container promised about them
   * (length, digest) has been checked; a receiver must not commit them before.
   *
   * @param out not closed
   * @throws org.stowage.api.StorageException when the bytes are damaged or differ from a promise;
   *     some of them may have been written by then
   */
  void writeTo(OutputStream out, Transfer transfer) throws IOException;
}
