package org.stowage.vmdk.chain;

import static org.stowage.vmdk.format.VmdkLimits.MAX_DESCRIPTOR_BYTES;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.EmbeddedDescriptor;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.descriptor.SupportedKinds;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentFile;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.sparse.SparseExtent;
import org.stowage.vmdk.split.ExtentFiles;
import org.stowage.vmdk.split.SpannedExtent;

/**
 * One disk of a chain: a file with its descriptor, and all extents, without its parents.
 *
 * @param header of a disk in a single file, else null
 * @param problems what is odd about the disk
 */
public record DiskFile(
    ImageSource source,
    Descriptor descriptor,
    Extent extent,
    @Nullable SparseHeader header,
    List<Problem> problems) {

  /**
   * Opens a VMDK of any kind that is read, from a source with random access.
   *
   * @throws org.stowage.api.DiskFormatException when it is none, or damaged
   */
  public static DiskFile open(ImageSource source) throws IOException {
    ByteBuffer head;
    long sizeBytes;
    try (ExtentFile file = ExtentFile.open(source)) {
      sizeBytes = file.sizeBytes();
      head = file.read(0, (int) Math.min(SECTOR_BYTES, sizeBytes));
    }
    SupportedKinds.checkMagic(head, source.name());
    return SparseHeader.isMagic(head) ? openSparse(source) : openText(source, sizeBytes);
  }

  private static DiskFile openSparse(ImageSource source) throws IOException {
    SparseExtent extent = SparseExtent.open(source);
    EmbeddedDescriptor embedded =
        EmbeddedDescriptor.parse(extent.readDescriptor(), extent.header(), source.name());
    List<Problem> problems = new ArrayList<>(extent.problems());
    problems.addAll(embedded.problems());
    SpannedExtent cut =
        new SpannedExtent(List.of(new SpannedExtent.Part(extent, embedded.capacityBytes())));
    return new DiskFile(source, embedded.descriptor(), cut, extent.header(), problems);
  }

  private static DiskFile openText(ImageSource source, long sizeBytes) throws IOException {
    if (sizeBytes > MAX_DESCRIPTOR_BYTES) {
      throw VmdkError.damaged(
          VmdkError.DESCRIPTOR,
          source.name(),
          "it does not start like a VMDK, and %d bytes are too many for a descriptor"
              .formatted(sizeBytes));
    }
    ByteBuffer text;
    try (ExtentFile file = ExtentFile.open(source)) {
      text = file.read(0, (int) sizeBytes);
    }
    Descriptor descriptor = Descriptor.parse(text, source.name());
    SupportedKinds.check(descriptor, source.name());
    ExtentFiles files = new ExtentFiles(source);
    return new DiskFile(source, descriptor, files.open(descriptor), null, files.problems());
  }

  /** Whether everything is kept in grains, or nowhere: only such disks can be children. */
  boolean isSparse() {
    return descriptor.extents().stream()
        .allMatch(
            line -> line.type() == ExtentLine.Type.SPARSE || line.type() == ExtentLine.Type.ZERO);
  }
}
