package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.Operation;
import org.stowage.runtime.image.FileImageSource;
import org.stowage.vmdk.VmdkReader;
import org.stowage.vmdk.chain.DiskFile;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;

/**
 * A disk that stands on a datastore's folder.
 *
 * @param file of the descriptor, all links resolved
 */
record LocalDisk(Path file, Descriptor descriptor, long capacityBytes) {

  /**
   * Looks at a disk, not at its parents.
   *
   * @throws org.stowage.api.DiskFormatException when the file is no disk
   */
  static LocalDisk look(Path file) throws IOException {
    Transfer transfer = Operation.unwatched("looking at " + file);
    DiskFile disk = DiskFile.open(FileImageSource.of(file, List.of(), new LongAdder(), transfer));
    return new LocalDisk(file, disk.descriptor(), disk.extent().lengthBytes());
  }

  /**
   * Opens the content, that of the parents included.
   *
   * @param roots the folders in which parents may lie
   */
  DiskImage open(List<Path> roots, Transfer transfer) throws IOException {
    return VmdkReader.open(FileImageSource.of(file, roots, new LongAdder(), transfer));
  }

  AdapterType adapterType() {
    return descriptor.adapterType().orElse(AdapterType.LSILOGIC);
  }

  /** Whether the data are in a file of their own, as they are in the disk. */
  boolean isFlat() {
    return descriptor.extents().stream().allMatch(line -> line.type() == ExtentLine.Type.FLAT);
  }

  /** Where the parent is by the disk's own word; empty without one. */
  Optional<Path> parent() {
    return Optional.ofNullable(descriptor.parentFileNameHint())
        .filter(hint -> descriptor.hasParent())
        .map(hint -> file.resolveSibling(hint).normalize());
  }

  /** The files beside the descriptor that are this disk's and no other's. */
  List<Path> dataFiles() {
    List<Path> files = new ArrayList<>();
    for (ExtentLine line : descriptor.extents()) {
      String name = line.fileName();
      if (name != null && DiskNames.isDataOf(file.getFileName().toString(), name)) {
        files.add(file.resolveSibling(name));
      }
    }
    return files;
  }

  /** What descriptor and data take, by the sizes of the files. */
  long storedBytes() throws IOException {
    long sum = Files.size(file);
    for (Path data : dataFiles()) {
      sum = Math.addExact(sum, Files.size(data));
    }
    return sum;
  }
}
