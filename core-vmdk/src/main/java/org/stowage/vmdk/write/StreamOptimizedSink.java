package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.vmdk.descriptor.CreateType;
import org.stowage.vmdk.descriptor.ExtentLine;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.work.OrderedWork;

/**
 * Makes a stream-optimized disk: grains are gathered into batches, which worker threads compress
 * and the caller's own thread writes, in order, whenever it needs room for more.
 *
 * <p>The descriptor comes first in the file, before the content is known, so its content id is
 * derived from what is known by then: the capacity and the first batch of grains. Partition tables
 * and file system headers, which tell most disks apart, are in there.
 */
final class StreamOptimizedSink extends CheckedSink {

  /** What VMware writes: a name that cannot be mistaken for that of a file. */
  private static final String EXTENT_NAME = "generated-stream.vmdk";

  private final DiskSpec spec;
  private final GrainLayout layout;
  private final int level;
  private final ContentId contentId;
  private final GrainAssembler assembler;
  private final SequentialFile out;
  private final StreamOutput file;
  private final OrderedWork<GrainBatch> work;
  private final int mostBatches;
  private final List<GrainBatch> batches = new ArrayList<>();
  private GrainBatch filling;
  private boolean begun;

  StreamOptimizedSink(DiskSpec spec, ImageTarget target, WriteOptions options) throws IOException {
    super(target.name(), spec.capacityBytes());
    this.spec = spec;
    this.layout = NewLayout.of(spec, target.name());
    this.level = options.level();
    this.contentId = new ContentId(spec.capacityBytes());
    this.assembler = new GrainAssembler(layout.grainBytes(), this::addGrains);
    this.out = SequentialFile.open(target);
    this.file = new StreamOutput(out, layout, target.name());
    this.work = new OrderedWork<>("compressing " + target.name(), options.threads());
    // While every thread has a batch at work, each has another waiting, and one is being filled.
    this.mostBatches = 2 * options.threads() + 1;
    this.filling = newBatch();
  }

  @Override
  void store(long offsetBytes, ByteBuffer data) throws IOException {
    assembler.add(offsetBytes, data);
  }

  private void addGrains(long firstGrain, ByteBuffer content) throws IOException {
    int grainBytes = layout.grainBytes();
    for (int offset = 0; offset < content.limit(); offset += grainBytes) {
      long grain = firstGrain + offset / grainBytes;
      if (!filling.takes(grain)) {
        submit();
        filling = batches.size() < mostBatches ? newBatch() : writeOldest();
      }
      filling.add(grain, content.slice(offset, grainBytes));
    }
  }

  private GrainBatch newBatch() {
    GrainBatch batch = new GrainBatch(layout.grainBytes(), level);
    batches.add(batch);
    return batch;
  }

  private void submit() throws IOException {
    if (!begun) {
      begun = true;
      filling.addTo(contentId);
      file.begin(
          NewDescriptor.of(
              CreateType.STREAM_OPTIMIZED,
              spec,
              contentId.value(),
              null,
              ExtentLine.Access.RDONLY,
              ExtentLine.Type.SPARSE,
              EXTENT_NAME));
    }
    if (!filling.isEmpty()) {
      work.submit(filling::compress);
    }
  }

  private GrainBatch writeOldest() throws IOException {
    GrainBatch batch = work.next();
    file.add(batch);
    batch.clear();
    return batch;
  }

  @Override
  void complete() throws IOException {
    assembler.flush();
    submit();
    while (!work.isEmpty()) {
      writeOldest();
    }
    file.end();
    out.finish();
  }

  @Override
  void release() throws IOException {
    try (out) {
      work.close();
      batches.forEach(GrainBatch::close);
    }
  }
}
