package org.stowage.runtime.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.placement.Cached;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/**
 * Which of many datastores have an image cached. All are asked at once, in this order: those on
 * which instances stand on the image, then those with the most free space, where an import would
 * have gone.
 */
public final class CacheLookup {

  /** So many are asked of a deployment, so that its time does not grow with the target. */
  public static final int LIKELIEST = 64;

  /** All are asked, which a deployment does before it imports. */
  public static final int ALL = Integer.MAX_VALUE;

  private final CacheLayout layout;
  private final String imageId;
  private final long diskSizeBytes;
  private final Set<DatastorePath> found;

  private CacheLookup(
      CacheLayout layout, String imageId, long diskSizeBytes, Set<DatastorePath> found) {
    this.layout = layout;
    this.imageId = imageId;
    this.diskSizeBytes = diskSizeBytes;
    this.found = found;
  }

  /**
   * Looks for an image's base disks.
   *
   * @param diskSizeBytes the capacity of the sized base to look for as well; negative for none
   * @param datastores those that come into question
   * @param instances all instances of the target
   * @param most how many datastores to ask: {@link #LIKELIEST} or {@link #ALL}
   */
  public static CacheLookup look(
      Target target,
      String imageId,
      long diskSizeBytes,
      List<DatastoreInfo> datastores,
      List<Instance> instances,
      int most)
      throws IOException {
    CacheLayout layout = CacheLayout.of(target);
    Set<String> withInstances =
        instances.stream()
            .filter(instance -> CacheListing.standsOn(layout, imageId, instance))
            .map(instance -> instance.knownParent().orElseThrow().datastore())
            .collect(Collectors.toSet());
    Comparator<DatastoreInfo> order =
        Comparator.comparing((DatastoreInfo info) -> !withInstances.contains(info.name()))
            .thenComparing(DatastoreInfo::freeBytes, Comparator.reverseOrder());
    List<DatastorePath> disks = new ArrayList<>();
    for (DatastoreInfo info : datastores.stream().sorted(order).limit(most).toList()) {
      disks.add(layout.base(info.name(), imageId));
      if (diskSizeBytes >= 0) {
        disks.add(layout.sized(info.name(), imageId, diskSizeBytes));
      }
    }
    return new CacheLookup(layout, imageId, diskSizeBytes, target.existing(disks));
  }

  /** What was found on one datastore. */
  public Cached on(String datastore) {
    return new Cached(
        found.contains(layout.base(datastore, imageId)),
        diskSizeBytes >= 0 && found.contains(layout.sized(datastore, imageId, diskSizeBytes)));
  }
}
