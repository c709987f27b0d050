package org.stowage.plugin.ova.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Digests a member while others read it, in whatever order. Bytes count when they follow those that
 * counted before; what was jumped over is read at the end. So a member that is read from start to
 * end is read once. Safe for use by several threads.
 */
public final class RunningDigest {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final Set<DigestAlgorithm> algorithms;
  private final long sizeBytes;
  private long counted;
  private @Nullable Digests running;
  private @Nullable Map<DigestAlgorithm, String> finished;

  /**
   * @param algorithms none for a member that needs no digest
   * @param sizeBytes of the member
   */
  public RunningDigest(Set<DigestAlgorithm> algorithms, long sizeBytes) {
    this.algorithms = algorithms;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Takes bytes that were read.
   *
   * @param offsetBytes where they stand in the member
   * @param bytes between position and limit, which stay as they are
   */
  public synchronized void saw(long offsetBytes, ByteBuffer bytes) {
    long known = counted - offsetBytes;
    if (finished == null && !algorithms.isEmpty() && known >= 0 && known < bytes.remaining()) {
      ByteBuffer fresh = bytes.duplicate();
      fresh.position(fresh.position() + (int) known);
      count(fresh);
    }
  }

  /**
   * Reads what was not counted yet, and starts anew: bytes that are read once more may be others.
   *
   * @param member the member's bytes, from 0 to its size
   */
  public synchronized Map<DigestAlgorithm, String> finish(SeekableByteChannel member)
      throws IOException {
    if (finished == null && !algorithms.isEmpty()) {
      long left = Math.max(1, sizeBytes - counted);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, left));
      member.position(counted);
      while (member.read(buffer.clear()) >= 0) {
        count(buffer.flip());
      }
    }
    Map<DigestAlgorithm, String> result = finished;
    if (result == null) {
      // An empty member, or one that has become shorter.
      result = (running == null ? new Digests(algorithms) : running).finish();
    }
    running = null;
    finished = null;
    counted = 0;
    return result;
  }

  /** Finishes with the last byte, so that a digest of many thousand chunks does not stay open. */
  private void count(ByteBuffer bytes) {
    Digests digests = running == null ? new Digests(algorithms) : running;
    running = digests;
    counted += bytes.remaining();
    digests.update(bytes);
    if (counted >= sizeBytes) {
      finished = digests.finish();
      running = null;
    }
  }
}
