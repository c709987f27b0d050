package org.stowage.runtime.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/** Lists what is cached on a datastore. */
public final class CacheListing {

  private final Target target;
  private final DatastorePorts ports;
  private final CacheLayout layout;
  private final String datastore;
  private final List<Instance> instances;

  private CacheListing(Target target, String datastore, List<Instance> instances)
      throws IOException {
    this.target = target;
    this.ports = target.ports(datastore);
    this.layout = CacheLayout.of(target);
    this.datastore = datastore;
    this.instances = instances;
  }

  /**
   * The images on one datastore, in order of their identities. Folders that hold no base disk are
   * no cached images.
   *
   * @param instances all instances of the target
   */
  public static List<CachedImage> of(Target target, String datastore, List<Instance> instances)
      throws IOException {
    return new CacheListing(target, datastore, instances).images();
  }

  private List<CachedImage> images() throws IOException {
    List<CachedImage> images = new ArrayList<>();
    for (String folder : layout.folders(target, datastore)) {
      present(folder).ifPresent(images::add);
    }
    return images;
  }

  /** One that a prune removes while it is looked at is none. */
  private Optional<CachedImage> present(String imageId) throws IOException {
    try {
      return image(imageId);
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<CachedImage> image(String imageId) throws IOException {
    DatastorePath base = layout.base(datastore, imageId);
    Optional<VirtualDisks.Facts> facts = ports.disks().find(base);
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    ImageFolder folder = ImageFolder.read(target, layout.folder(datastore, imageId), imageId);
    List<DatastorePath> sized = folder.disks().stream().filter(disk -> !disk.equals(base)).toList();
    long storedBytes = ports.disks().storedBytes(base);
    for (DatastorePath disk : sized) {
      storedBytes += ports.disks().storedBytes(disk);
    }
    return Optional.of(
        new CachedImage(
            datastore,
            imageId,
            base,
            facts.get().capacityBytes(),
            storedBytes,
            sized,
            target.modified(base).orElse(null),
            folder.used(target),
            folder.marks().isEmpty() ? null : folder.marks().get(0).since(),
            folder.pinned(),
            children(imageId)));
  }

  private List<CachedImage.Child> children(String imageId) {
    return instances.stream()
        .filter(instance -> standsOn(layout, imageId, instance))
        .filter(instance -> instance.knownParent().orElseThrow().datastore().equals(datastore))
        .map(instance -> new CachedImage.Child(instance.name(), instance.datastore()))
        .toList();
  }

  /** Whether an instance is a linked clone of a base disk of an image, wherever that lies. */
  static boolean standsOn(CacheLayout layout, String imageId, Instance instance) {
    return instance
        .knownParent()
        .flatMap(DatastorePath::parent)
        .filter(folder -> folder.equals(layout.folder(folder.datastore(), imageId)))
        .isPresent();
  }
}
