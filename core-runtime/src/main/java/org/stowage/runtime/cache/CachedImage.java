package org.stowage.runtime.cache;

import java.util.List;
import org.stowage.api.datastore.DatastorePath;

/**
 * An image in the cache of one datastore.
 *
 * @param base the base disk of the image's own capacity
 * @param capacityBytes its capacity
 * @param storedBytes what all its base disks take
 * @param sized further base disks, made for a certain capacity
 * @param instances the names of the instances whose disks stand on any of them
 */
public record CachedImage(
    String datastore,
    String imageId,
    DatastorePath base,
    long capacityBytes,
    long storedBytes,
    List<DatastorePath> sized,
    List<String> instances) {

  public CachedImage {
    sized = List.copyOf(sized);
    instances = List.copyOf(instances);
  }
}
