package org.stowage.runtime.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target;

/** Images that are kept whether anybody uses them or not. */
public record CachePins(Target target) {

  /**
   * Pins an image, or takes its pins away, on all of some datastores that have it.
   *
   * @return those datastores
   * @throws StorageException {@code not-found} when none has it
   */
  @SuppressWarnings("try") // the claim is held, not used
  public List<String> set(
      String imageId, boolean pinned, List<String> datastores, Transfer transfer)
      throws IOException {
    CacheLayout layout = CacheLayout.of(target);
    List<String> changed = new ArrayList<>();
    for (String datastore : datastores) {
      DatastorePath base = layout.base(datastore, imageId);
      if (exists(base)) {
        try (Target.Claim claim = target.claim(layout.folder(datastore, imageId), transfer)) {
          if (exists(base)) {
            set(layout.pinned(datastore, imageId), pinned);
            changed.add(datastore);
          }
        }
      }
    }
    if (changed.isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "target %s has no image %s cached".formatted(target.name(), imageId),
          "See the images there are with: stowage cache list");
    }
    return changed;
  }

  private boolean exists(DatastorePath disk) throws IOException {
    return target.existing(Set.of(disk)).contains(disk);
  }

  private void set(DatastorePath pin, boolean pinned) throws IOException {
    DatastoreFiles files = target.ports(pin.datastore()).files();
    if (pinned) {
      files.makeDirectory(pin);
    } else {
      files.delete(pin);
    }
  }
}
