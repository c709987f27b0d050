package org.stowage.vmdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.Marker;
import org.stowage.vmdk.format.MarkerType;
import org.stowage.vmdk.format.SparseFlags;
import org.stowage.vmdk.format.SparseHeader;

/** Makes stream-optimized files item by item, sound ones and others. */
final class StreamBytes {

  static final int GRAIN_SECTORS = 8;
  static final int GRAIN_BYTES = GRAIN_SECTORS * 512;
  private static final int DESCRIPTOR_SECTORS = 2;

  private final GrainLayout layout;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final SparseHeader header;
  private final Map<Integer, Integer> entries = new TreeMap<>();
  private final Map<Integer, Integer> tables = new TreeMap<>();
  private long directorySector;

  private StreamBytes(long capacitySectors, int flags, boolean directoryFirst, String ids) {
    layout = new GrainLayout(capacitySectors, GRAIN_SECTORS);
    int head = 1 + DESCRIPTOR_SECTORS;
    long overhead = directoryFirst ? head + layout.directorySectors() + layout.tables() * 4L : head;
    header =
        new SparseHeader(
            3,
            flags,
            layout,
            1,
            DESCRIPTOR_SECTORS,
            0,
            directoryFirst ? head : SparseHeader.AT_END,
            overhead,
            false);
    out.writeBytes(header.encode().array());
    String text =
        SparseBytes.descriptor(capacitySectors, ids).replace("monolithicSparse", "streamOptimized");
    out.writeBytes(ByteBuffer.allocate(DESCRIPTOR_SECTORS * 512).put(text.getBytes(UTF_8)).array());
    out.writeBytes(new byte[(int) (overhead - head) * 512]);
  }

  /** A file that has its directory at the end, as ovftool writes it. */
  static StreamBytes directoryLast(long capacitySectors) {
    return new StreamBytes(
        capacitySectors, SparseFlags.STREAM, false, "CID=00000001\nparentCID=ffffffff\n");
  }

  static StreamBytes zeroable(long capacitySectors) {
    return new StreamBytes(
        capacitySectors,
        SparseFlags.STREAM | SparseFlags.ZEROED_GRAINS,
        false,
        "CID=00000001\nparentCID=ffffffff\n");
  }

  /** A file that has directory and tables before the grains, as qemu writes it. */
  static StreamBytes directoryFirst(long capacitySectors) {
    return new StreamBytes(
        capacitySectors, SparseFlags.STREAM, true, "CID=00000001\nparentCID=ffffffff\n");
  }

  static StreamBytes child(long capacitySectors) {
    return new StreamBytes(
        capacitySectors,
        SparseFlags.STREAM,
        false,
        "CID=00000001\nparentCID=00000001\nparentFileNameHint=\"parent.vmdk\"\n");
  }

  /** Adds a grain filled with one value. */
  StreamBytes grain(int index, int fill) {
    return compressed(
        index, (long) index * GRAIN_SECTORS, Bytes.zlib(Bytes.filled(GRAIN_BYTES, fill)));
  }

  /**
   * Adds a grain of any content.
   *
   * @param index in the tables
   * @param sector in the marker
   */
  StreamBytes compressed(int index, long sector, byte[] data) {
    entries.put(index, position() / 512);
    return marker(sector, data.length).raw(data).padded();
  }

  StreamBytes marker(long sector, int size) {
    ByteBuffer marker = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    return raw(marker.putLong(sector).putInt(size).array());
  }

  /** Sets a grain table entry to any number, in tables that are added later. */
  StreamBytes entry(int index, int value) {
    entries.put(index, value);
    return this;
  }

  /** Adds the grain tables that have entries. */
  StreamBytes tables() {
    for (int table = 0; table < layout.tables(); table++) {
      ByteBuffer bytes = table(table);
      if (bytes.mismatch(ByteBuffer.allocate(2048)) >= 0) {
        metadata(MarkerType.GRAIN_TABLE, 4);
        tables.put(table, position() / 512);
        raw(bytes.array());
      }
    }
    return this;
  }

  private ByteBuffer table(int table) {
    ByteBuffer bytes = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 512; i++) {
      bytes.putInt(entries.getOrDefault(table * 512 + i, 0));
    }
    return bytes.rewind();
  }

  StreamBytes directory() {
    metadata(MarkerType.GRAIN_DIRECTORY, layout.directorySectors());
    directorySector = position() / 512;
    ByteBuffer bytes =
        ByteBuffer.allocate((int) layout.directorySectors() * 512).order(ByteOrder.LITTLE_ENDIAN);
    tables.forEach((table, sector) -> bytes.putInt(table * 4, sector));
    return raw(bytes.array());
  }

  StreamBytes footer() {
    return footer(header.withDirectoryAt(directorySector));
  }

  StreamBytes footer(SparseHeader footer) {
    metadata(MarkerType.FOOTER, 1);
    return raw(footer.encode().array());
  }

  StreamBytes end() {
    return metadata(MarkerType.END_OF_STREAM, 0);
  }

  StreamBytes metadata(MarkerType type, long sectors) {
    return raw(new Marker.Metadata(type, sectors).encode().array());
  }

  StreamBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  StreamBytes padded() {
    return raw(new byte[-out.size() & 511]);
  }

  /** Everything that follows the grains of an ovftool file. */
  byte[] finished() {
    return tables().directory().footer().end().bytes();
  }

  SparseHeader header() {
    return header;
  }

  int position() {
    return out.size();
  }

  /** The file as it is; directory and tables at its start, if it has them there, are filled in. */
  byte[] bytes() {
    byte[] bytes = out.toByteArray();
    if (!header.directoryAtEnd()) {
      ByteBuffer file = Bytes.edit(bytes);
      int first = (int) (header.directorySector() + layout.directorySectors());
      for (int table = 0; table < layout.tables(); table++) {
        file.putInt((int) header.directorySector() * 512 + table * 4, first + table * 4);
        file.put((first + table * 4) * 512, table(table).array());
      }
    }
    return bytes;
  }
}
