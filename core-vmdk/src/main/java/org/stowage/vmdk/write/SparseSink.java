package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_ENTRIES;
import static org.stowage.vmdk.format.VmdkLimits.GRAIN_TABLE_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.vmdk.descriptor.CreateType;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.ExtentLine;

/**
 * Makes a hosted sparse disk that can be written to afterwards (technote, "Hosted Sparse Extent").
 *
 * <p>Grains go to the file as they come; each table follows when its last grain is known. The
 * header is written last, so that a file cut short is not taken for a disk.
 */
final class SparseSink extends CheckedSink {

  private static final int NO_TABLE = -1;

  private final DiskSpec spec;
  private final String name;
  private final @Nullable Parent parent;
  private final SparsePlan plan;
  private final ContentId contentId;
  private final GrainAssembler assembler;
  private final FileChannel file;
  private final EarlyFlush earlyFlush;
  private final ByteBuffer table =
      ByteBuffer.allocate(GRAIN_TABLE_SECTORS * SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int tableNumber = NO_TABLE;
  private long position;

  SparseSink(DiskSpec spec, ImageTarget target, @Nullable Parent parent) throws IOException {
    super(target.name(), spec.capacityBytes());
    this.spec = spec;
    this.name = target.name();
    this.parent = parent;
    this.plan = new SparsePlan(NewLayout.of(spec, name));
    this.contentId = new ContentId(spec.capacityBytes());
    this.assembler = new GrainAssembler(plan.layout().grainBytes(), this::addGrains);
    this.position = plan.overheadSectors() * SECTOR_BYTES;
    descriptor();
    this.file = RandomAccess.open(target);
    this.earlyFlush = EarlyFlush.of(file);
  }

  @Override
  void store(long offsetBytes, ByteBuffer data) throws IOException {
    assembler.add(offsetBytes, data);
  }

  private void addGrains(long firstGrain, ByteBuffer content) throws IOException {
    int grainBytes = plan.layout().grainBytes();
    contentId.add(firstGrain, content, grainBytes);
    for (int offset = 0; offset < content.limit(); offset += grainBytes) {
      long grain = firstGrain + offset / grainBytes;
      turnTo((int) (grain / GRAIN_TABLE_ENTRIES));
      int entry = (int) (grain % GRAIN_TABLE_ENTRIES);
      table.putInt(entry * Integer.BYTES, TableSector.at(position + offset, name));
    }
    RandomAccess.write(file, content, position);
    position += content.limit();
    earlyFlush.wrote(content.limit());
  }

  private void turnTo(int number) throws IOException {
    if (number != tableNumber) {
      endTable();
      tableNumber = number;
    }
  }

  private void endTable() throws IOException {
    if (tableNumber != NO_TABLE) {
      write(table, plan.tableSector(plan.redundantDirectorySector(), tableNumber));
      write(table, plan.tableSector(plan.directorySector(), tableNumber));
      table.clear().put(new byte[table.capacity()]).clear();
    }
  }

  @Override
  void complete() throws IOException {
    assembler.flush();
    endTable();
    write(plan.directory(plan.redundantDirectorySector()), plan.redundantDirectorySector());
    write(plan.directory(plan.directorySector()), plan.directorySector());
    write(ByteBuffer.wrap(DescriptorArea.encode(descriptor(), name)), DescriptorArea.SECTOR);
    RandomAccess.extend(file, plan.overheadSectors() * SECTOR_BYTES);
    earlyFlush.finish();
    file.force(true);
    write(plan.header().encode(), 0);
    file.force(true);
  }

  private void write(ByteBuffer data, long sector) throws IOException {
    RandomAccess.write(file, data.duplicate(), sector * SECTOR_BYTES);
  }

  private Descriptor descriptor() throws IOException {
    return NewDescriptor.of(
        CreateType.MONOLITHIC_SPARSE,
        spec,
        parent == null ? contentId.value() : parent.contentId(),
        parent,
        ExtentLine.Access.RW,
        ExtentLine.Type.SPARSE,
        name);
  }

  @Override
  void release() throws IOException {
    earlyFlush.close();
    file.close();
  }
}
