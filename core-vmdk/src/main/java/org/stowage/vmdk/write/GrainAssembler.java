package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.stowage.vmdk.work.Zeros;

/**
 * Cuts content into grains and leaves out those that are nothing but zeros, so that what comes out
 * does not depend on how the content came in. Whole grains are passed on without a copy.
 */
final class GrainAssembler {

  /** Receives grains, in ascending order. */
  interface Receiver {
    /**
     * @param firstGrain number of the first grain
     * @param content one grain or several successive ones, none of them all zero; valid during the
     *     call
     */
    void accept(long firstGrain, ByteBuffer content) throws IOException;
  }

  private static final long NONE = -1;

  private final int grainBytes;
  private final Receiver receiver;
  private final ByteBuffer partial;
  private long partialGrain = NONE;

  GrainAssembler(int grainBytes, Receiver receiver) {
    this.grainBytes = grainBytes;
    this.receiver = receiver;
    this.partial = ByteBuffer.allocate(grainBytes);
  }

  /** Takes content beyond all that was given before. */
  void add(long offsetBytes, ByteBuffer data) throws IOException {
    long offset = offsetBytes;
    while (data.hasRemaining()) {
      long grain = offset / grainBytes;
      int within = (int) (offset % grainBytes);
      int whole = within == 0 ? data.remaining() / grainBytes * grainBytes : 0;
      int length = whole > 0 ? whole : Math.min(data.remaining(), grainBytes - within);
      ByteBuffer piece = data.slice(data.position(), length);
      if (whole > 0) {
        flush();
        pass(grain, piece);
      } else {
        keep(grain, within, piece);
      }
      data.position(data.position() + length);
      offset += length;
    }
  }

  /** Passes on the last grain, filled up with zeros. */
  void flush() throws IOException {
    if (partialGrain != NONE) {
      fillUpTo(grainBytes);
      pass(partialGrain, partial.flip());
      partialGrain = NONE;
    }
  }

  private void keep(long grain, int within, ByteBuffer piece) throws IOException {
    if (grain != partialGrain) {
      flush();
      partialGrain = grain;
      partial.clear();
    }
    fillUpTo(within);
    partial.put(piece);
    if (!partial.hasRemaining()) {
      flush();
    }
  }

  private void fillUpTo(int position) {
    Arrays.fill(partial.array(), partial.position(), position, (byte) 0);
    partial.position(position);
  }

  /** Passes on the stretches between grains of zeros. */
  private void pass(long firstGrain, ByteBuffer grains) throws IOException {
    int start = 0;
    int end = 0;
    while (end < grains.limit()) {
      if (Zeros.fill(grains, end, grainBytes)) {
        passStretch(firstGrain, grains, start, end);
        start = end + grainBytes;
      }
      end += grainBytes;
    }
    passStretch(firstGrain, grains, start, end);
  }

  private void passStretch(long firstGrain, ByteBuffer grains, int start, int end)
      throws IOException {
    if (start < end) {
      receiver.accept(firstGrain + start / grainBytes, grains.slice(start, end - start));
    }
  }
}
