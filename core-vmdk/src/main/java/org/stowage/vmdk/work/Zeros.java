package org.stowage.vmdk.work;

import java.nio.ByteBuffer;

/** Tells zeros from content, many bytes at a time. */
public final class Zeros {

  private static final int BLOCK_BYTES = 64 * 1024;
  private static final ByteBuffer BLOCK = ByteBuffer.allocateDirect(BLOCK_BYTES);

  private Zeros() {}

  /** Whether a stretch of a buffer is nothing but zeros; its position does not matter. */
  public static boolean fill(ByteBuffer data, int offset, int length) {
    int done = 0;
    while (done < length) {
      int block = Math.min(BLOCK_BYTES, length - done);
      if (data.slice(offset + done, block).mismatch(BLOCK.slice(0, block)) >= 0) {
        return false;
      }
      done += block;
    }
    return true;
  }
}
