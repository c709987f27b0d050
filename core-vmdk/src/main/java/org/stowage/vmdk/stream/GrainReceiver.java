package org.stowage.vmdk.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the compressed grains of a stream, in ascending order. */
interface GrainReceiver {

  /**
   * Gives room for a grain.
   *
   * @param grain its index on the disk
   * @return an array-backed buffer with exactly so many bytes remaining, filled before the next
   *     call
   */
  ByteBuffer grain(long grain, int compressedBytes) throws IOException;
}
