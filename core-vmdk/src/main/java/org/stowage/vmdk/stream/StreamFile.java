package org.stowage.vmdk.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskSink;
import org.stowage.vmdk.copy.CopyPipeline;
import org.stowage.vmdk.copy.GrainPart;
import org.stowage.vmdk.format.GrainLayout;
import org.stowage.vmdk.format.SparseHeader;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.format.VmdkLimits;

/**
 * A stream-optimized file of which only a stream is needed: expands it, or passes it on, checking
 * its structure either way.
 *
 * @param name for messages
 * @param header as read before
 * @param lengthBytes of the file, if known
 */
public record StreamFile(String name, SparseHeader header, OptionalLong lengthBytes) {

  /**
   * Expands the file.
   *
   * @param stream from the first byte, read to its end, not closed
   * @param capacityBytes of the disk; the last grain may reach beyond
   */
  public void expand(InputStream stream, long capacityBytes, DiskSink sink, Transfer transfer)
      throws IOException {
    GrainLayout layout = header.layout();
    int grainBytes = layout.grainBytes();
    try (CopyPipeline pipeline = new CopyPipeline(sink, transfer, capacityBytes)) {
      GrainReceiver receiver =
          (grain, compressedBytes) -> {
            long offset = grain * grainBytes;
            int length = (int) Math.min(grainBytes, capacityBytes - offset);
            return pipeline.compressed(
                name, new GrainPart(offset, grainBytes, 0, length), compressedBytes);
          };
      checkLength(StreamWalker.walk(stream, header, name, receiver));
      pipeline.finish();
    }
  }

  /**
   * Passes the file on as it is.
   *
   * @param stream from the first byte, read to its end, not closed
   * @param out not closed
   */
  public void passThrough(InputStream stream, OutputStream out, Transfer transfer)
      throws IOException {
    ByteBuffer unused =
        ByteBuffer.allocate(
            header.layout().grainBytes() + VmdkLimits.MAX_COMPRESSION_OVERHEAD_BYTES);
    InputStream tee = new TeeInput(stream, out, transfer, lengthBytes.orElse(-1));
    checkLength(
        StreamWalker.walk(tee, header, name, (grain, bytes) -> unused.clear().limit(bytes)));
  }

  private void checkLength(long read) throws IOException {
    if (lengthBytes.isPresent() && lengthBytes.getAsLong() != read) {
      throw VmdkError.damaged(
          VmdkError.TRUNCATED,
          name,
          "it gave %d bytes, of %d announced".formatted(read, lengthBytes.getAsLong()));
    }
  }
}
