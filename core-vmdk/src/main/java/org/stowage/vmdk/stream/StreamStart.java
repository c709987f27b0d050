package org.stowage.vmdk.stream;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.stowage.vmdk.descriptor.EmbeddedDescriptor;
import org.stowage.vmdk.descriptor.SupportedKinds;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;

/**
 * What has to be read of a stream-optimized file before anything can be said of it.
 *
 * @param bytes all that was read: the header, and what follows up to the descriptor's end
 */
record StreamStart(byte[] bytes, SparseHeader header, EmbeddedDescriptor descriptor) {

  /** Reads the start of a stream; refuses what needs random access. */
  static StreamStart read(InputStream in, String name) throws IOException {
    byte[] first = in.readNBytes(SECTOR_BYTES);
    SupportedKinds.checkMagic(ByteBuffer.wrap(first), name);
    SparseHeader header = SparseHeader.parse(ByteBuffer.wrap(first), name);
    if (!header.compressed()) {
      throw VmdkError.refused(
          VmdkError.UNSUPPORTED_KIND,
          name,
          "its grains come in any order, and the source can only be streamed",
          "Copy the file to this machine, or convert it to streamOptimized where it was made.");
    }
    int start = header.hasDescriptor() ? (int) header.descriptorOffsetSectors() : 1;
    int sectors = header.hasDescriptor() ? (int) header.descriptorSectors() : 0;
    byte[] bytes = Arrays.copyOf(first, (start + sectors) * SECTOR_BYTES);
    int read = SECTOR_BYTES + in.readNBytes(bytes, SECTOR_BYTES, bytes.length - SECTOR_BYTES);
    if (read < bytes.length) {
      throw VmdkError.damaged(
          VmdkError.TRUNCATED,
          name,
          "it has %d bytes, and its descriptor ends at byte %d".formatted(read, bytes.length));
    }
    ByteBuffer text = ByteBuffer.wrap(bytes, start * SECTOR_BYTES, sectors * SECTOR_BYTES);
    return new StreamStart(bytes, header, EmbeddedDescriptor.parse(text, header, name));
  }
}
