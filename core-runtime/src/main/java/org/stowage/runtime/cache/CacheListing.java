package org.stowage.runtime.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/** Lists what is cached on a datastore. */
public final class CacheListing {

  private CacheListing() {}

  /**
   * The images on one datastore, in order of their identities. Folders that hold no base disk are
   * no cached images.
   *
   * @param instances all instances of the target
   */
  public static List<CachedImage> of(Target target, String datastore, List<Instance> instances)
      throws IOException {
    DatastorePorts ports = target.ports(datastore);
    DatastorePath root = CacheLayout.root(datastore);
    List<CachedImage> images = new ArrayList<>();
    if (ports.files().find(root).filter(DatastoreFiles.Entry::folder).isEmpty()) {
      return images;
    }
    for (DatastoreFiles.Entry entry : ports.files().list(root)) {
      if (entry.folder()) {
        image(ports, datastore, entry.name(), instances).ifPresent(images::add);
      }
    }
    return images;
  }

  private static Optional<CachedImage> image(
      DatastorePorts ports, String datastore, String imageId, List<Instance> instances)
      throws IOException {
    DatastorePath base = CacheLayout.base(datastore, imageId);
    Optional<VirtualDisks.Facts> facts = ports.disks().find(base);
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    DatastorePath folder = CacheLayout.folder(datastore, imageId);
    long storedBytes = facts.get().storedBytes();
    List<DatastorePath> sized = new ArrayList<>();
    for (DatastoreFiles.Entry entry : ports.files().list(folder)) {
      if (CacheLayout.sizeIn(entry.name(), imageId).isPresent()) {
        DatastorePath disk = folder.resolve(entry.name());
        storedBytes += ports.disks().find(disk).map(VirtualDisks.Facts::storedBytes).orElse(0L);
        sized.add(disk);
      }
    }
    List<String> children =
        instances.stream()
            .filter(
                instance ->
                    instance
                        .knownParent()
                        .flatMap(DatastorePath::parent)
                        .filter(folder::equals)
                        .isPresent())
            .map(Instance::name)
            .toList();
    return Optional.of(
        new CachedImage(
            datastore, imageId, base, facts.get().capacityBytes(), storedBytes, sized, children));
  }
}
