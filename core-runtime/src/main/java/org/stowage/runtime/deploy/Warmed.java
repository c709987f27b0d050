package org.stowage.runtime.deploy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/**
 * An image that was brought to datastores.
 *
 * @param bytesTransferred read from the source, once for all of them; 0 when one had it already
 * @param datastores in the order in which they were named
 */
public record Warmed(String target, String imageId, long bytesTransferred, List<On> datastores) {

  public Warmed {
    datastores = List.copyOf(datastores);
  }

  /**
   * What became of it on one datastore.
   *
   * @param failure null unless it failed
   */
  public record On(String datastore, Outcome outcome, @Nullable StorageException failure) {}

  /** How the image came there. */
  public enum Outcome {
    /** It was there. */
    PRESENT,
    /** From the source. */
    IMPORTED,
    /** From another datastore of the target. */
    COPIED,
    /** It is not there. */
    FAILED
  }
}
