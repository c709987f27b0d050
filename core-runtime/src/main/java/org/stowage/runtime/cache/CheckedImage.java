package org.stowage.runtime.cache;

import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/**
 * What was found of an image in the cache of one datastore.
 *
 * @param digest of its content as it is now; null when that was not read
 * @param failure null unless it differs or failed
 */
public record CheckedImage(
    String datastore,
    String imageId,
    Outcome outcome,
    String message,
    @Nullable String digest,
    @Nullable StorageException failure) {

  /** What became of it. */
  public enum Outcome {
    /** Its content is what was recorded. */
    INTACT,
    /** Its content is another. */
    DIFFERS,
    /** Nobody recorded what its content should be. */
    UNRECORDED,
    /** Its content was recorded now. */
    ADOPTED,
    /** Its content was recorded before. */
    KNOWN,
    /** It is no image, or it could not be read. */
    FAILED
  }
}
