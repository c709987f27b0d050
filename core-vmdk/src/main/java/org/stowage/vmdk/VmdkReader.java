package org.stowage.vmdk;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.chain.DiskFile;
import org.stowage.vmdk.chain.ParentChain;
import org.stowage.vmdk.copy.ExtentCopy;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.descriptor.FactsOfDescriptor;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.image.ExtentImage;
import org.stowage.vmdk.image.StoredFile;
import org.stowage.vmdk.stream.StreamFile;
import org.stowage.vmdk.stream.StreamImage;
import org.stowage.vmdk.stream.StreamStored;

/** Opens VMDKs of all kinds that are read. Stateless. */
public final class VmdkReader {

  private VmdkReader() {}

  /**
   * Opens an image that is of some {@link VmdkKind}.
   *
   * <p>With random access, all kinds can be read, and what a descriptor or a child names is found
   * through {@link ImageSource#resolve}. From a pure stream, stream-optimized disks can be read if
   * their grains ascend.
   *
   * @throws org.stowage.api.DiskFormatException when it is none, is damaged, or is of a kind that
   *     is known and not read
   */
  public static DiskImage open(ImageSource source) throws IOException {
    OptionalLong sizeBytes = seekableBytes(source);
    if (sizeBytes.isEmpty()) {
      return StreamImage.open(source, VmdkKind.STREAM_OPTIMIZED.formatId());
    }
    DiskFile disk = DiskFile.open(source);
    Extent extent = ParentChain.open(disk);
    String format = kind(disk).formatId();
    DiskFacts facts =
        FactsOfDescriptor.of(
            disk.descriptor(), format, source.name(), extent.lengthBytes(), disk.problems());
    return new ExtentImage(facts, extent, stored(disk, format, sizeBytes));
  }

  private static VmdkKind kind(DiskFile disk) {
    SparseHeader header = disk.header();
    if (header != null && header.compressed()) {
      return VmdkKind.STREAM_OPTIMIZED;
    }
    boolean grains =
        disk.descriptor().extents().stream()
            .anyMatch(line -> line.type() == ExtentLine.Type.SPARSE);
    return grains ? VmdkKind.SPARSE : VmdkKind.FLAT;
  }

  private static OptionalLong seekableBytes(ImageSource source) throws IOException {
    try (SeekableByteChannel channel = source.openChannel().orElse(null)) {
      return channel == null ? OptionalLong.empty() : OptionalLong.of(channel.size());
    }
  }

  private static @Nullable StoredForm stored(DiskFile disk, String format, OptionalLong sizeBytes) {
    SparseHeader header = disk.header();
    if (header == null || disk.descriptor().hasParent()) {
      return null;
    }
    ImageSource source = disk.source();
    if (header.compressed()) {
      StreamFile file = new StreamFile(source.name(), header, sizeBytes);
      return new StreamStored(format, file, source::open);
    }
    return new StoredFile(
        format,
        source.name(),
        source::open,
        sizeBytes.getAsLong(),
        transfer -> ExtentCopy.check(disk.extent(), transfer));
  }
}
