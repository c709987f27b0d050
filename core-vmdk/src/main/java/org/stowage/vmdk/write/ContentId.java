package org.stowage.vmdk.write;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.stowage.vmdk.descriptor.Descriptor;

/**
 * Derives the content id of a new disk from its capacity and its content, so that the same disk
 * gets the same id. VMware's tools pick a random number; all that matters is that another content
 * has another id.
 */
final class ContentId {

  /** Means something to ESXi on disks that were never written to; not for disks with content. */
  private static final int FRESH = 0xFFFF_FFFE;

  private final CRC32 checksum = new CRC32();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  ContentId(long capacityBytes) {
    add(capacityBytes);
  }

  /** Takes grains that are not all zero; their order matters, their division into calls not. */
  void add(long firstGrain, ByteBuffer content, int grainBytes) {
    for (int offset = 0; offset < content.limit(); offset += grainBytes) {
      add(firstGrain + offset / grainBytes);
      checksum.update(content.slice(offset, grainBytes));
    }
  }

  private void add(long value) {
    checksum.update(number.putLong(0, value).rewind());
  }

  /** The id of all that was added. */
  int value() {
    int value = (int) checksum.getValue();
    return value == Descriptor.NO_PARENT || value == FRESH ? 0 : value;
  }
}
