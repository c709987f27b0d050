package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.DiskUse;

/**
 * Finds the disks that others stand on by the descriptors in the machines' folders, whoever made
 * those: a machine's own snapshots, too, are disks in its folder.
 */
record LocalDiskUses(LocalTarget target) {

  /** Base disks lie so many names below a datastore's root. */
  private static final int CACHE_DEPTH = 3;

  List<DiskUse> all(List<LocalDatastore> datastores) throws IOException {
    List<DiskUse> uses = new ArrayList<>();
    for (LocalDatastore datastore : datastores) {
      LocalFolder folder = usable(datastore);
      DatastorePath root = DatastorePath.root(datastore.name());
      for (DatastoreFiles.Entry entry : new LocalFiles(folder).list(root)) {
        if (entry.folder()) {
          ofMachine(folder, root.resolve(entry.name()), uses);
        }
      }
    }
    return uses;
  }

  /** What stands on a disk from a folder that cannot be read would be lost with it. */
  private LocalFolder usable(LocalDatastore datastore) throws StorageException {
    if (!LocalSpace.isAccessible(datastore)) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "who uses the disks of target %s cannot be told: datastore %s is not accessible"
              .formatted(target.name(), datastore.name()),
          "Mount " + datastore.folder() + ", or take the datastore out of the configuration.");
    }
    return target.folder(datastore.name());
  }

  private void ofMachine(LocalFolder folder, DatastorePath machine, List<DiskUse> uses)
      throws IOException {
    List<DatastoreFiles.Entry> files;
    try {
      files = new LocalFiles(folder).list(machine);
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return; // removed meanwhile
      }
      throw e;
    }
    for (DatastoreFiles.Entry file : files) {
      if (!file.folder() && DiskNames.isDescriptor(file.name())) {
        for (DatastorePath disk :
            parents(folder.file("look at disk", machine.resolve(file.name())))) {
          uses.add(new DiskUse(machine.fileName(), folder.name(), disk));
        }
      }
    }
  }

  private List<DatastorePath> parents(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      Optional<Path> parent = LocalDisk.look(file).parent();
      return parent.isEmpty() ? List.of() : places(parent.get());
    } catch (DiskFormatException e) {
      return List.of(); // no disk, and nobody opens it as one
    } catch (IOException e) {
      if (!Files.exists(file)) {
        return List.of(); // removed meanwhile
      }
      throw e;
    }
  }

  /**
   * Where a disk is, or was. One by a path that is not known here, because another machine has
   * mounted the folder elsewhere, may lie on any of the datastores.
   */
  private List<DatastorePath> places(Path disk) throws IOException {
    Optional<DatastorePath> known = target.pathOf(disk);
    if (known.isPresent()) {
      return List.of(known.get());
    }
    List<DatastorePath> places = new ArrayList<>();
    int names = disk.getNameCount();
    String inCache = disk.subpath(Math.max(0, names - CACHE_DEPTH), names).toString();
    for (LocalFolder folder : target.usableFolders()) {
      places.add(DatastorePath.root(folder.name()).resolve(inCache.replace('\\', '/')));
    }
    return places;
  }
}
