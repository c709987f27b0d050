package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.util.Arrays;
import org.stowage.api.StorageException;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.format.VmdkError;

/** The part of a sparse file that holds its descriptor: as large as VMware's tools make it. */
final class DescriptorArea {

  static final int SECTOR = 1;

  /** Most of it is spare: other tools add keys in place. */
  static final int SECTORS = 20;

  private DescriptorArea() {}

  /** The whole area; zeros follow the text. */
  static byte[] encode(Descriptor descriptor, String object) throws StorageException {
    byte[] text = descriptor.encode();
    int room = SECTORS * SECTOR_BYTES;
    if (text.length > room) {
      throw new StorageException(
          VmdkError.DESCRIPTOR_AREA,
          "cannot write %s: its descriptor has %d bytes; there is room for %d"
              .formatted(object, text.length, room),
          "Choose shorter names and paths.");
    }
    return Arrays.copyOf(text, room);
  }
}
