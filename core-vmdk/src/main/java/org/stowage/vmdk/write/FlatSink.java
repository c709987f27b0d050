package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;
import static org.stowage.vmdk.format.VmdkLimits.USUAL_GRAIN_SECTORS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.vmdk.descriptor.CreateType;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;

/** Makes a flat disk: a descriptor, and beside it the data as they are. */
final class FlatSink extends CheckedSink {

  private static final int GRAIN_BYTES = (int) USUAL_GRAIN_SECTORS * SECTOR_BYTES;
  private static final String EXTENSION = ".vmdk";

  private final DiskSpec spec;
  private final String dataName;
  private final ContentId contentId;
  private final GrainAssembler assembler;
  private final HoleyFile data;
  private final FileChannel descriptorFile;

  FlatSink(DiskSpec spec, ImageTarget target) throws IOException {
    super(target.name(), spec.capacityBytes());
    this.spec = spec;
    this.dataName = dataName(target.name());
    this.contentId = new ContentId(spec.capacityBytes());
    this.assembler = new GrainAssembler(GRAIN_BYTES, this::addGrains);
    descriptor();
    this.descriptorFile = RandomAccess.open(target);
    try {
      this.data = new HoleyFile(RandomAccess.open(target.sibling(dataName)));
    } catch (IOException | RuntimeException e) {
      try (descriptorFile) {
        throw e;
      }
    }
  }

  /** The name that VMware's tools give the data: that of the descriptor with {@code -flat}. */
  private static String dataName(String name) {
    String stem =
        name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    return stem + "-flat" + EXTENSION;
  }

  @Override
  void store(long offsetBytes, ByteBuffer content) throws IOException {
    assembler.add(offsetBytes, content);
  }

  private void addGrains(long firstGrain, ByteBuffer content) throws IOException {
    contentId.add(firstGrain, content, GRAIN_BYTES);
    long offset = firstGrain * GRAIN_BYTES;
    int length = (int) Math.min(content.limit(), spec.capacityBytes() - offset);
    data.write(offset, content.slice(0, length));
  }

  @Override
  void complete() throws IOException {
    assembler.flush();
    data.finish(spec.capacityBytes());
    RandomAccess.write(descriptorFile, ByteBuffer.wrap(descriptor().encode()), 0);
    descriptorFile.force(true);
  }

  private Descriptor descriptor() throws IOException {
    return NewDescriptor.of(
        CreateType.MONOLITHIC_FLAT,
        spec,
        contentId.value(),
        null,
        ExtentLine.Access.RW,
        ExtentLine.Type.FLAT,
        dataName);
  }

  @Override
  void release() throws IOException {
    try (data;
        descriptorFile) {
      // Both are closed, whatever happens to the other.
    }
  }
}
