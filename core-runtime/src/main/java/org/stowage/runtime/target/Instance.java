package org.stowage.runtime.target;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;

/**
 * An instance as it stands on its target.
 *
 * @param id a UUID
 * @param imageId the image it came from
 * @param descriptor the {@code .vmx}
 * @param disk the root disk's descriptor
 * @param parent the base disk under a linked clone; null when the disk stands alone
 */
public record Instance(
    String name,
    String id,
    String imageId,
    DatastorePath descriptor,
    DatastorePath disk,
    long capacityBytes,
    AdapterType adapterType,
    @Nullable DatastorePath parent,
    int cpus,
    int memoryMib) {

  public String datastore() {
    return descriptor.datastore();
  }

  public Optional<DatastorePath> knownParent() {
    return Optional.ofNullable(parent);
  }
}
