package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.DiskSpec;
import org.stowage.runtime.Operation;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;

/**
 * Renames a disk. A flat disk is two files, and its descriptor names the other; so the data get a
 * second name (a hard link), a new descriptor is published beside it, and only then the old names
 * go. A crash leaves the old disk whole, or the new one.
 */
record DiskMove(LocalFolder folder, LocalDisk disk, DatastorePath from) {

  void to(DatastorePath to) throws IOException {
    String attempted = "move disk " + from + " to";
    if (disk.isFlat()) {
      moveFlat(attempted, to);
    } else {
      if (disk.descriptor().hasParent() && !from.parent().equals(to.parent())) {
        throw FileErrors.notAllowed(
            attempted, to, "a linked clone names its parent relative to its folder");
      }
      Publication.publish(folder, attempted, disk.file(), to);
    }
  }

  private void moveFlat(String attempted, DatastorePath to) throws IOException {
    List<Path> dataFiles = disk.dataFiles();
    if (dataFiles.size() != 1 || disk.descriptor().extents().size() != 1) {
      throw FileErrors.notAllowed(attempted, to, "its data are in several files");
    }
    try (Scratch scratch = Scratch.create(folder)) {
      String dataName = DiskNames.dataFile(to.fileName());
      Path data = scratch.file(dataName);
      if (!link(data, dataFiles.get(0))) {
        copyInstead(attempted, to);
        return;
      }
      Path descriptor = scratch.file(to.fileName());
      Files.write(descriptor, renamed(dataName).encode());
      Durable.file(descriptor);
      Publication.publish(
          folder,
          attempted,
          to,
          place -> {
            Publication.rename(data, place.resolveSibling(dataName));
            Durable.folder(place.getParent());
            Publication.rename(descriptor, place);
          });
      Files.delete(disk.file());
      Files.delete(dataFiles.get(0));
    } catch (IOException e) {
      throw FileErrors.explain(attempted, to, e);
    }
  }

  private static boolean link(Path link, Path existing) {
    try {
      Files.createLink(link, existing);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** For the few file systems without hard links, such as exFAT. */
  private void copyInstead(String attempted, DatastorePath to) throws IOException {
    DiskSpec spec = new DiskSpec(disk.capacityBytes(), disk.adapterType());
    Operation operation = Operation.unwatched(attempted + " " + to);
    try (NewDisk copy = NewDisk.begin(folder, attempted, to, spec);
        var image = disk.open(List.of(), operation)) {
      copy.fill(sink -> image.copyTo(sink, operation)).publish();
    }
    for (Path data : disk.dataFiles()) {
      Files.delete(disk.file());
      Files.delete(data);
    }
  }

  private Descriptor renamed(String dataName) {
    Descriptor old = disk.descriptor();
    ExtentLine line = old.extents().get(0);
    return new Descriptor(
        old.contentId(),
        old.parentContentId(),
        old.createType(),
        old.parentFileNameHint(),
        old.otherKeys(),
        List.of(
            new ExtentLine(
                line.access(), line.sectors(), line.type(), dataName, line.offsetSectors())),
        old.database());
  }
}
