package org.stowage.runtime.cache;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastorePath;

/**
 * An image in the cache of one datastore. Times are of the datastore's clock.
 *
 * @param base the base disk of the image's own capacity
 * @param capacityBytes its capacity
 * @param storedBytes what all its base disks take
 * @param sized further base disks, made for a certain capacity
 * @param cachedSince when the base disk was made; null when the datastore does not tell
 * @param lastUsed when a deployment used it last; null when none said so
 * @param unusedSince when a prune found first that nobody uses it; null when none did
 * @param pinned whether it is kept in any case
 * @param children the instances whose disks stand on any of its base disks
 */
public record CachedImage(
    String datastore,
    String imageId,
    DatastorePath base,
    long capacityBytes,
    long storedBytes,
    List<DatastorePath> sized,
    @Nullable Instant cachedSince,
    @Nullable Instant lastUsed,
    @Nullable Instant unusedSince,
    boolean pinned,
    List<Child> children) {

  public CachedImage {
    sized = List.copyOf(sized);
    children = List.copyOf(children);
  }

  /** The names of the instances that stand on it. */
  public List<String> instances() {
    return children.stream().map(Child::instance).toList();
  }

  /**
   * An instance that stands on a base disk.
   *
   * @param datastore where the instance lies
   */
  public record Child(String instance, String datastore) {}
}
