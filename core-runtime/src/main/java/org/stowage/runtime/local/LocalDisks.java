package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.runtime.Operation;
import org.stowage.vmdk.write.FlatDisk;

/** Disks in one datastore's folder. */
final class LocalDisks implements VirtualDisks {

  private static final int MOST_LOOKS = 3;

  private final LocalFolder folder;
  private final LocalTarget target;

  /**
   * @param target on whose datastores the parents of linked clones may lie
   */
  LocalDisks(LocalFolder folder, LocalTarget target) {
    this.folder = folder;
    this.target = target;
  }

  @Override
  public void create(DatastorePath disk, long capacityBytes, AdapterType adapterType)
      throws IOException {
    folder.requireCapacity("create disk", disk, capacityBytes);
    DiskSpec spec = new DiskSpec(capacityBytes, adapterType);
    try (NewDisk made = NewDisk.begin(folder, "create disk", disk, spec)) {
      made.fill(NewDisk.Content.NONE).publish();
    }
  }

  @Override
  public void copy(DatastorePath from, DatastorePath to, Transfer transfer) throws IOException {
    LocalDisk source = require("copy", from);
    DiskSpec spec = new DiskSpec(source.capacityBytes(), source.adapterType());
    try (NewDisk made = NewDisk.begin(folder, "copy " + from + " to", to, spec);
        DiskImage image = source.open(target.roots(), transfer)) {
      made.fill(sink -> image.copyTo(sink, transfer)).publish();
    }
  }

  /** Opens a disk that nobody changes. */
  DiskImage open(DatastorePath disk, Transfer transfer) throws IOException {
    try {
      return require("read", disk).open(target.roots(), transfer);
    } catch (IOException e) {
      throw FileErrors.explain("read", disk, e);
    }
  }

  @Override
  public void move(DatastorePath from, DatastorePath to) throws IOException {
    DiskNames.check("move disk to", to);
    LocalDisk source = require("move disk", from);
    new DiskMove(folder, source, from).to(to);
  }

  @Override
  public void extend(DatastorePath disk, long newCapacityBytes) throws IOException {
    LocalDisk found = require("extend", disk);
    folder.requireCapacity("extend", disk, newCapacityBytes);
    if (newCapacityBytes < found.capacityBytes()) {
      throw FileErrors.notAllowed(
          "extend",
          disk,
          "it has %d bytes and would shrink to %d"
              .formatted(found.capacityBytes(), newCapacityBytes));
    }
    if (found.descriptor().hasParent()) {
      throw FileErrors.notAllowed("extend", disk, "it is a linked clone");
    }
    if (newCapacityBytes == found.capacityBytes()) {
      return;
    }
    if (found.isFlat()) {
      extendFlat(found, disk, newCapacityBytes);
    } else {
      extendSparse(found, disk, newCapacityBytes);
    }
  }

  private void extendFlat(LocalDisk found, DatastorePath disk, long newCapacityBytes)
      throws IOException {
    Room room = Room.measure(folder, "extend", disk, newCapacityBytes - found.capacityBytes());
    room.require(room.neededBytes());
    try (Scratch scratch = Scratch.create(folder)) {
      Path draft = scratch.file(disk.fileName());
      Publication.replace(
          folder, "extend", disk, place -> FlatDisk.extend(place, newCapacityBytes, draft));
    } catch (IOException e) {
      throw room.explain(e);
    }
  }

  /** A sparse disk's tables stand before its grains, so a larger one is written anew. */
  private void extendSparse(LocalDisk found, DatastorePath disk, long newCapacityBytes)
      throws IOException {
    DiskSpec spec = new DiskSpec(newCapacityBytes, found.adapterType());
    Transfer transfer = Operation.unwatched("extending " + disk);
    try (NewDisk larger = NewDisk.instead(folder, "extend", disk, spec);
        DiskImage image = found.open(target.roots(), transfer)) {
      larger.fill(sink -> image.copyTo(sink, transfer)).replace();
    }
  }

  @Override
  public Optional<Facts> find(DatastorePath disk) throws IOException {
    Optional<LocalDisk> found = present(disk);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new Facts(found.get().capacityBytes(), found.get().adapterType()));
  }

  @Override
  public long storedBytes(DatastorePath disk) throws IOException {
    Optional<LocalDisk> found = present(disk);
    try {
      return found.isEmpty() ? 0 : found.get().storedBytes();
    } catch (IOException e) {
      throw FileErrors.explain("look at disk", disk, e);
    }
  }

  /** One that is moved or deleted while it is looked at is looked for once more. */
  private Optional<LocalDisk> present(DatastorePath disk) throws IOException {
    Path file = folder.file("look at disk", disk);
    for (int looks = 1; isDisk(disk, file); looks++) {
      try {
        return Optional.of(look("look at disk", disk, file));
      } catch (StorageException e) {
        if (looks == MOST_LOOKS || !e.code().equals(CommonError.NOT_FOUND)) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isDisk(DatastorePath disk, Path file) {
    return DiskNames.isDescriptor(disk.fileName()) && Files.isRegularFile(file);
  }

  /** Deletes the descriptor first: data without one are no disk, a descriptor without data is. */
  @Override
  public void delete(DatastorePath disk) throws IOException {
    DiskNames.check("delete disk", disk);
    if (Files.isDirectory(folder.entry("delete disk", disk).getParent())) {
      Publication.replace(folder, "delete disk", disk, LocalDisks::deleteAt);
    }
  }

  private static void deleteAt(Path descriptor) throws IOException {
    List<Path> dataFiles = dataFiles(descriptor);
    Files.deleteIfExists(descriptor);
    for (Path data : dataFiles) {
      Files.deleteIfExists(data);
    }
  }

  private static List<Path> dataFiles(Path descriptor) throws IOException {
    try {
      return LocalDisk.look(descriptor).dataFiles();
    } catch (StorageException e) {
      // Absent or broken: what stands under the usual name may be left of a crash.
      String name = DiskNames.dataFile(descriptor.getFileName().toString());
      return List.of(descriptor.resolveSibling(name));
    }
  }

  private LocalDisk require(String attempted, DatastorePath disk) throws IOException {
    LocalFolder where =
        disk.datastore().equals(folder.name()) ? folder : target.folder(disk.datastore());
    Path file = where.file(attempted, disk);
    if (!Files.isRegularFile(file)) {
      throw FileErrors.notFound(attempted, disk, disk);
    }
    return look(attempted, disk, file);
  }

  private static LocalDisk look(String attempted, DatastorePath disk, Path file)
      throws IOException {
    try {
      return LocalDisk.look(file);
    } catch (IOException e) {
      throw FileErrors.explain(attempted, disk, e);
    }
  }
}
