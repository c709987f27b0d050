package org.stowage.vmdk.split;

import static org.stowage.vmdk.format.VmdkLimits.MAX_CAPACITY_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.flat.FlatExtent;
import org.stowage.vmdk.flat.ZeroExtent;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.sparse.SparseExtent;

/**
 * The files that a descriptor names. Each must be beside it, under a plain name, and hold what its
 * line says; each is looked at here, so that a missing one shows before anything is copied.
 */
public final class ExtentFiles {

  private final ImageSource descriptorFile;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param descriptorFile the file with the descriptor
   */
  public ExtentFiles(ImageSource descriptorFile) {
    this.descriptorFile = descriptorFile;
  }

  /** Opens all extents of a descriptor and puts them together. */
  public SpannedExtent open(Descriptor descriptor) throws IOException {
    List<SpannedExtent.Part> parts = new ArrayList<>();
    long sectors = 0;
    for (ExtentLine line : descriptor.extents()) {
      if (line.sectors() > MAX_CAPACITY_SECTORS - sectors) {
        throw VmdkError.damaged(
            VmdkError.CAPACITY,
            descriptorFile.name(),
            "its extents add up to more than %d sectors".formatted(MAX_CAPACITY_SECTORS));
      }
      sectors += line.sectors();
      parts.add(new SpannedExtent.Part(open(line), line.sectors() * SECTOR_BYTES));
    }
    return new SpannedExtent(parts);
  }

  /** What is odd about the files that were opened. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  private Extent open(ExtentLine line) throws IOException {
    return switch (line.type()) {
      case ZERO -> new ZeroExtent(line.sectors() * SECTOR_BYTES);
      case FLAT, VMFS ->
          FlatExtent.open(
              resolve(line), line.offsetSectors() * SECTOR_BYTES, line.sectors() * SECTOR_BYTES);
      case SPARSE -> openSparse(line);
      default ->
          throw VmdkError.damaged(
              VmdkError.EXTENT_LINE,
              descriptorFile.name(),
              "extents of type " + line.type() + " are not read");
    };
  }

  private Extent openSparse(ExtentLine line) throws IOException {
    ImageSource file = resolve(line);
    SparseExtent extent = SparseExtent.open(file);
    long capacitySectors = extent.header().layout().capacitySectors();
    if (capacitySectors < line.sectors()) {
      throw VmdkError.damaged(
          VmdkError.EXTENT_SIZE,
          file.name(),
          "%s declares %d sectors of it; its header has %d"
              .formatted(descriptorFile.name(), line.sectors(), capacitySectors));
    }
    if (line.offsetSectors() != 0) {
      throw VmdkError.damaged(
          VmdkError.EXTENT_LINE,
          descriptorFile.name(),
          "a sparse extent starts at sector %d of its file; it can only start at 0"
              .formatted(line.offsetSectors()));
    }
    problems.addAll(extent.problems());
    return extent;
  }

  private ImageSource resolve(ExtentLine line) throws IOException {
    String name = Objects.requireNonNull(line.fileName());
    if (!isPlain(name)) {
      throw refused(name, "is no plain file name");
    }
    ImageSource file = descriptorFile.resolve(name);
    if (file.identity().equals(descriptorFile.identity())) {
      throw VmdkError.damaged(
          VmdkError.EXTENT_LOOP, descriptorFile.name(), "it names itself as an extent");
    }
    return file;
  }

  private static boolean isPlain(String name) {
    return !name.isBlank()
        && !name.equals(".")
        && !name.contains("..")
        && name.chars()
            .noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
  }

  private DiskFormatException refused(String name, String why) {
    return VmdkError.refused(
        VmdkError.EXTENT_NAME,
        descriptorFile.name(),
        "the extent name \"%s\" %s".formatted(name.replaceAll("\\p{Cntrl}", "?"), why),
        "Put all extents into the descriptor's folder and name them without a path.");
  }
}
