package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.Operation;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.Instances;
import org.stowage.runtime.target.Staging;

/**
 * Instances as folders {@code <name>} in the roots of datastores, each with a {@code <name>.vmx}
 * and a {@code <name>.vmdk}. What the {@code .vmx} files say is all there is to know of them.
 */
final class LocalInstances implements Instances {

  private final LocalTarget target;

  LocalInstances(LocalTarget target) {
    this.target = target;
  }

  @Override
  public List<Instance> list() throws IOException {
    List<Instance> instances = new ArrayList<>();
    for (LocalFolder folder : target.usableFolders()) {
      DatastorePath root = DatastorePath.root(folder.name());
      for (var entry : new LocalFiles(folder).list(root)) {
        if (entry.folder()) {
          InstanceFolder.read(target, folder, entry.name()).ifPresent(instances::add);
        }
      }
    }
    instances.sort(Comparator.comparing(Instance::name).thenComparing(Instance::datastore));
    return instances;
  }

  /** What a descriptor names is looked for by whoever runs it. */
  @Override
  public void requireNetwork(String network) {}

  @Override
  public Instance create(InstanceSpec spec, Transfer transfer) throws IOException {
    LocalFolder folder = target.folder(spec.datastore());
    DatastorePath place = DatastorePath.root(spec.datastore()).resolve(spec.name());
    if (!place.fileName().equals(spec.name())) {
      throw FileErrors.notAllowed("create instance", place, "its name is no folder's name");
    }
    Staging.sweep(target, spec.datastore());
    try (NameClaims names = NameClaims.take(target, spec.name(), transfer);
        Staging staging = Staging.create(target, spec.datastore(), transfer)) {
      names.requireFree(place);
      Path staged = folder.entry("create instance", staging.folder()).resolve(spec.name());
      new InstanceFolder(target, folder, spec).make(staged, transfer);
      Publication.publish(folder, "create instance", staged, place);
      return InstanceFolder.read(target, folder, spec.name()).orElseThrow();
    }
  }

  @Override
  public Instance resize(Instance instance, long capacityBytes, Transfer transfer)
      throws IOException {
    return change(instance, transfer, disk -> disk.grow(capacityBytes));
  }

  @Override
  public Instance flatten(Instance instance, Transfer transfer) throws IOException {
    return change(instance, transfer, InstanceDisk::flatten);
  }

  @SuppressWarnings("try") // the claims are held, not used
  private Instance change(Instance instance, Transfer transfer, InstanceDisk.Change change)
      throws IOException {
    LocalFolder folder = target.folder(instance.datastore());
    try (NameClaims names = NameClaims.take(target, instance.name(), transfer)) {
      InstanceFolder.require(target, folder, instance);
      change.of(new InstanceDisk(target, folder, instance.disk(), transfer));
      return InstanceFolder.read(target, folder, instance.name()).orElseThrow();
    }
  }

  @Override
  @SuppressWarnings("try") // the claims are held, not used
  public void destroy(Instance instance) throws IOException {
    LocalFolder folder = target.folder(instance.datastore());
    DatastorePath place = instance.descriptor().parent().orElseThrow();
    Operation operation = Operation.unwatched("destroying " + instance.name());
    try (NameClaims names = NameClaims.take(target, instance.name(), operation)) {
      InstanceFolder.require(target, folder, instance);
      LocalFiles.remove(folder, place, folder.entry("destroy", place), true);
    }
  }
}
