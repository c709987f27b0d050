package org.stowage.runtime.local;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.vmdk.write.DiskSinks;

/** The files of one instance. */
record InstanceFolder(LocalTarget target, LocalFolder folder, InstanceSpec spec) {

  /** Reads an instance; empty for folders that hold none, or a broken one. */
  static Optional<Instance> read(LocalTarget target, LocalFolder folder, String name) {
    try {
      DatastorePath place = DatastorePath.root(folder.name()).resolve(name);
      DatastorePath descriptor = place.resolve(name + ".vmx");
      Path vmx = folder.file("read", descriptor);
      if (!Files.isRegularFile(vmx)) {
        return Optional.empty();
      }
      Optional<VirtualHardware> hardware = VirtualHardware.of(name, Vmx.read(vmx));
      if (hardware.isEmpty()) {
        return Optional.empty();
      }
      DatastorePath disk = place.resolve(hardware.get().diskFile());
      LocalDisk found = LocalDisk.look(folder.file("read", disk));
      return Optional.of(instance(target, hardware.get(), descriptor, disk, found));
    } catch (IOException | IllegalArgumentException e) {
      // Other people's folders are none of ours, and a broken one must not hide the others.
      return Optional.empty();
    }
  }

  /**
   * Checks, under the claim on its name, that an instance is still the one that was listed.
   *
   * @throws StorageException {@code not-found} when it is gone, or another of its name
   */
  static void require(LocalTarget target, LocalFolder folder, Instance instance)
      throws StorageException {
    Optional<Instance> present = read(target, folder, instance.name());
    if (present.filter(found -> found.id().equals(instance.id())).isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "there is no instance " + instance.descriptor().parent().orElseThrow() + " any more",
          "");
    }
  }

  private static Instance instance(
      LocalTarget target,
      VirtualHardware hardware,
      DatastorePath descriptor,
      DatastorePath disk,
      LocalDisk found)
      throws IOException {
    Optional<Path> parent = found.parent();
    return new Instance(
        hardware.name(),
        hardware.id().toString(),
        hardware.imageId(),
        descriptor,
        disk,
        found.capacityBytes(),
        hardware.adapterType(),
        parent.isPresent() ? target.pathOf(parent.get()).orElse(null) : null,
        hardware.cpus(),
        hardware.memoryMib());
  }

  /**
   * Makes the files in a new folder; they are complete and durable on return.
   *
   * @param staged the folder, which will later be moved into the datastore's root under the
   *     instance's name
   */
  void make(Path staged, Transfer transfer) throws IOException {
    LocalFolder baseFolder = target.folder(spec.base().datastore());
    Path baseFile = baseFolder.file("use base disk", spec.base());
    LocalDisk base = base(baseFile);
    requireCapacity(base);
    String diskName = spec.name() + ".vmdk";
    DiskSpec disk = new DiskSpec(spec.capacityBytes(), spec.adapterType());
    Room room = Room.measure(folder, "create instance", place(), spec.capacityBytes());
    try {
      Files.createDirectory(staged);
      FolderTarget files = new FolderTarget(staged, diskName);
      if (spec.linkedClone()) {
        int contentId = base.descriptor().contentId();
        DiskSinks.linkedChild(disk, files, contentId, hint(baseFolder, baseFile));
      } else {
        copy(base, files, disk, transfer);
      }
      writeVmx(staged.resolve(spec.name() + ".vmx"), diskName);
      Durable.folder(staged);
    } catch (IOException e) {
      throw room.explain(e);
    }
  }

  private LocalDisk base(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw FileErrors.notFound("use base disk", spec.base(), spec.base());
    }
    try {
      return LocalDisk.look(file);
    } catch (IOException e) {
      throw FileErrors.explain("use base disk", spec.base(), e);
    }
  }

  private void requireCapacity(LocalDisk base) throws IOException {
    folder.requireCapacity("create instance", place(), spec.capacityBytes());
    if (spec.capacityBytes() < base.capacityBytes()) {
      throw FileErrors.notAllowed(
          "create instance",
          place(),
          "its disk would have %d bytes, its base disk has %d"
              .formatted(spec.capacityBytes(), base.capacityBytes()));
    }
  }

  /** From folder to folder of one datastore by a relative path, so that the whole can be moved. */
  private String hint(LocalFolder baseFolder, Path baseFile) throws IOException {
    if (baseFolder.name().equals(folder.name())) {
      return folder.root().resolve(spec.name()).relativize(baseFile).toString();
    }
    return baseFile.toString();
  }

  private void copy(LocalDisk base, FolderTarget files, DiskSpec disk, Transfer transfer)
      throws IOException {
    try (DiskImage image = base.open(target.roots(), transfer)) {
      NewDisk.write(folder, files, disk, sink -> image.copyTo(sink, transfer));
    }
  }

  private void writeVmx(Path file, String diskName) throws IOException {
    VirtualHardware hardware =
        new VirtualHardware(
            spec.name(),
            UUID.randomUUID(),
            spec.imageId(),
            diskName,
            spec.adapterType(),
            spec.cpus(),
            spec.memoryMib(),
            spec.network());
    Files.write(file, hardware.vmx().encode(), CREATE_NEW, WRITE);
    Durable.file(file);
  }

  private DatastorePath place() {
    return DatastorePath.root(folder.name()).resolve(spec.name());
  }
}
