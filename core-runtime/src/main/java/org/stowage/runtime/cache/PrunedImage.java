package org.stowage.runtime.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;
import org.stowage.runtime.target.DiskUse;

/**
 * What became of an image at a {@linkplain CachePrune prune}.
 *
 * @param storedBytes what its base disks took; 0 where they were not removed
 * @param users machines that use it
 * @param reason in words
 * @param failure what kept it from being looked at, or from being removed; null when nothing did
 */
public record PrunedImage(
    String datastore,
    String imageId,
    Outcome outcome,
    long storedBytes,
    List<DiskUse> users,
    String reason,
    @Nullable StorageException failure) {

  public PrunedImage {
    users = List.copyOf(users);
  }

  /** What was done, or would be. */
  public enum Outcome {
    /** It stays as it is. */
    KEPT,
    /** It is marked as unused from now on. */
    MARKED,
    /** It was marked, and is used again. */
    UNMARKED,
    /** Its base disks are gone. */
    REMOVED,
    /** A prune that died had it half removed, and it was put back. */
    RESTORED,
    FAILED
  }
}
