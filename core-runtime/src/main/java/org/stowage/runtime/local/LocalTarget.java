package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.target.DiskUse;
import org.stowage.runtime.target.Instances;
import org.stowage.runtime.target.Snapshots;
import org.stowage.runtime.target.Target;

/** Folders of this machine as a target. Holds nothing open between calls, claims aside. */
public final class LocalTarget implements Target {

  private final String name;
  private final Map<String, LocalDatastore> datastores = new TreeMap<>();
  private final Function<String, Optional<DatastoreTraits>> traitsOfType;
  private final DiskFormats formats;

  /**
   * @param datastores with names of their own
   * @param traitsOfType the traits of the type that serves a type name; empty when none does
   * @param formats handed to datastore types with the ports
   */
  public LocalTarget(
      String name,
      List<LocalDatastore> datastores,
      Function<String, Optional<DatastoreTraits>> traitsOfType,
      DiskFormats formats) {
    this.name = name;
    this.traitsOfType = traitsOfType;
    this.formats = formats;
    for (LocalDatastore datastore : datastores) {
      if (this.datastores.put(datastore.name(), datastore) != null) {
        throw new IllegalArgumentException("two datastores are named " + datastore.name());
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<DatastoreInfo> datastores() {
    return datastores.values().stream().map(LocalSpace::look).toList();
  }

  @Override
  public DatastorePorts ports(String datastore) throws IOException {
    LocalFolder folder = folder(datastore);
    if (LocalSpace.isAccessible(folder.datastore())) {
      Scratch.sweep(folder);
    }
    return new LocalPorts(folder, this, formats);
  }

  @Override
  public boolean growsLinkedClones() {
    return true;
  }

  @Override
  public void write(DatastorePath file, String text) throws IOException {
    new LocalFiles(folder(file.datastore())).write(file, text);
  }

  @Override
  public DiskImage open(DatastorePath disk, Transfer transfer) throws IOException {
    return new LocalDisks(folder(disk.datastore()), this).open(disk, transfer);
  }

  @Override
  public Optional<Instant> modified(DatastorePath path) throws IOException {
    return new LocalFiles(folder(path.datastore())).modified(path);
  }

  @Override
  public List<DiskUse> diskUses() throws IOException {
    return new LocalDiskUses(this).all(List.copyOf(datastores.values()));
  }

  @Override
  public Instances instances() {
    return new LocalInstances(this);
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new LocalSnapshots(this));
  }

  @Override
  public Claim claim(DatastorePath path, Transfer transfer) throws IOException {
    return folder(path.datastore()).claims().claim(claimName(path), transfer);
  }

  @Override
  public Optional<Claim> tryClaim(DatastorePath path) throws IOException {
    return folder(path.datastore()).claims().tryClaim(claimName(path));
  }

  @Override
  public List<Finding> examine(DatastoreSurvey survey) {
    return new LocalExamination(this).of(List.copyOf(datastores.values()), survey);
  }

  @Override
  public String display(DatastorePath path) {
    LocalDatastore datastore = datastores.get(path.datastore());
    return datastore == null
        ? path.toString()
        : datastore.folder().resolve(path.path()).toAbsolutePath().normalize().toString();
  }

  @Override
  public void close() {}

  /** The folder of a datastore that some type serves. */
  LocalFolder folder(String datastore) throws StorageException {
    LocalDatastore found = datastores.get(datastore);
    if (found == null) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "target " + name + " has no datastore " + datastore,
          "Datastores: " + String.join(", ", datastores.keySet()) + ".");
    }
    DatastoreTraits traits =
        traitsOfType
            .apply(found.typeName())
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.NOT_FOUND,
                        "no plugin serves type %s of datastore %s"
                            .formatted(found.typeName(), datastore),
                        "Install the plugin for it, or change the type in the configuration."));
    return new LocalFolder(found, traits);
  }

  /** The folders that can be used now, in order of their names. */
  List<LocalFolder> usableFolders() throws StorageException {
    List<LocalFolder> folders = new ArrayList<>();
    for (LocalDatastore datastore : datastores.values()) {
      if (traitsOfType.apply(datastore.typeName()).isPresent()
          && LocalSpace.isAccessible(datastore)) {
        folders.add(folder(datastore.name()));
      }
    }
    return folders;
  }

  /** The real paths of the folders that can be used now: where parents of disks may lie. */
  List<Path> roots() throws StorageException {
    List<Path> roots = new ArrayList<>();
    for (LocalFolder folder : usableFolders()) {
      roots.add(folder.root());
    }
    return roots;
  }

  /** The datastore path of a file, which may be gone; empty when it is none of a datastore. */
  Optional<DatastorePath> pathOf(Path file) throws IOException {
    Path present = file;
    while (!Files.exists(present) && present.getParent() != null) {
      present = present.getParent();
    }
    Path real = present.toRealPath().resolve(present.relativize(file)).normalize();
    for (LocalFolder folder : usableFolders()) {
      Optional<DatastorePath> path = folder.pathOf(real);
      if (path.isPresent()) {
        return path;
      }
    }
    return Optional.empty();
  }

  private static String claimName(DatastorePath path) {
    return "claim " + path.path();
  }
}
