package org.stowage.vmdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;

/**
 * Makes sparse files, sound ones and others: header, descriptor at sector 1, directory at {@link
 * #DIRECTORY_SECTOR}, all tables after it, grains from {@link #OVERHEAD_SECTORS} on in the order in
 * which they are added.
 */
final class SparseBytes {

  static final int DIRECTORY_SECTOR = 5;
  static final int FIRST_TABLE_SECTOR = 6;
  static final int OVERHEAD_SECTORS = 64;
  static final int GRAIN_SECTORS = 8;
  static final int GRAIN_BYTES = GRAIN_SECTORS * 512;

  private final long capacitySectors;
  private final Map<Integer, byte[]> grains = new TreeMap<>();
  private final Map<Integer, Integer> entries = new TreeMap<>();
  private int flags = SparseFlags.LINE_END_PROBES | SparseFlags.ZEROED_GRAINS;
  private boolean unclean;
  private String descriptor;
  private int nextSector = OVERHEAD_SECTORS;

  SparseBytes(long capacitySectors) {
    this.capacitySectors = capacitySectors;
    this.descriptor = descriptor(capacitySectors, "CID=00000001\nparentCID=ffffffff\n");
  }

  static String descriptor(long sectors, String ids) {
    return "# Disk DescriptorFile\nversion=1\n"
        + ids
        + "createType=\"monolithicSparse\"\n\nRW "
        + sectors
        + " SPARSE \"whatever.vmdk\"\n\nddb.adapterType = \"lsilogic\"\n";
  }

  SparseBytes descriptor(String text) {
    descriptor = text;
    return this;
  }

  /** A child of a parent that has content id 1. */
  SparseBytes childOf(String hint) {
    return descriptor(
        descriptor(
            capacitySectors,
            "CID=00000001\nparentCID=00000001\nparentFileNameHint=\"" + hint + "\"\n"));
  }

  SparseBytes flags(int all) {
    flags = all;
    return this;
  }

  SparseBytes unclean() {
    unclean = true;
    return this;
  }

  /** Adds a grain filled with one value. */
  SparseBytes grain(int index, int fill) {
    grains.put(nextSector, Bytes.filled(GRAIN_BYTES, fill));
    entries.put(index, nextSector);
    nextSector += GRAIN_SECTORS;
    return this;
  }

  /** Sets a grain table entry to any number. */
  SparseBytes entry(int index, int value) {
    entries.put(index, value);
    return this;
  }

  byte[] bytes() {
    GrainLayout layout = new GrainLayout(capacitySectors, GRAIN_SECTORS);
    ByteBuffer file = ByteBuffer.allocate(nextSector * 512).order(ByteOrder.LITTLE_ENDIAN);
    boolean embedded = !descriptor.isEmpty();
    SparseHeader header =
        new SparseHeader(
            1,
            flags,
            layout,
            embedded ? 1 : 0,
            embedded ? DIRECTORY_SECTOR - 1 : 0,
            0,
            DIRECTORY_SECTOR,
            OVERHEAD_SECTORS,
            unclean);
    file.put(header.encode()).put(descriptor.getBytes(UTF_8));
    for (int table = 0; table < layout.tables(); table++) {
      file.putInt(DIRECTORY_SECTOR * 512 + table * 4, FIRST_TABLE_SECTOR + table * 4);
    }
    entries.forEach((index, entry) -> file.putInt(FIRST_TABLE_SECTOR * 512 + index * 4, entry));
    grains.forEach((sector, content) -> file.put(sector * 512, content));
    return file.array();
  }
}
