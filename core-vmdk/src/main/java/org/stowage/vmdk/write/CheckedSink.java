package org.stowage.vmdk.write;

import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskSink;
import org.stowage.vmdk.format.VmdkError;

/** Holds callers to the contract of {@link DiskSink}, so that sinks need not. */
abstract class CheckedSink implements DiskSink {

  private enum State {
    OPEN,
    FAILED,
    FINISHED,
    CLOSED
  }

  private final String object;
  private final long capacityBytes;
  private long endOfLast;
  private State state = State.OPEN;

  /**
   * @param object the file that is made, for messages
   */
  CheckedSink(String object, long capacityBytes) {
    this.object = object;
    this.capacityBytes = capacityBytes;
  }

  /** Stores an extent that keeps the contract; the buffer is this call's own. */
  abstract void store(long offsetBytes, ByteBuffer data) throws IOException;

  /** Completes the disk and makes it durable. */
  abstract void complete() throws IOException;

  /** Releases everything, whatever has happened before. Called once. */
  abstract void release() throws IOException;

  @Override
  public final void write(long offsetBytes, ByteBuffer data) throws IOException {
    proceed();
    check(offsetBytes, data.remaining());
    state = State.FAILED;
    store(offsetBytes, data.slice());
    state = State.OPEN;
    endOfLast = offsetBytes + data.remaining();
    data.position(data.limit());
  }

  @Override
  public final void finish() throws IOException {
    proceed();
    state = State.FAILED;
    complete();
    state = State.FINISHED;
  }

  @Override
  public final void close() throws IOException {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      release();
    }
  }

  private void proceed() {
    if (state != State.OPEN) {
      throw new IllegalStateException("the sink of " + object + " is " + state);
    }
  }

  private void check(long offsetBytes, int length) throws StorageException {
    if (offsetBytes % SECTOR_BYTES != 0 || offsetBytes < endOfLast) {
      throw refused(
          VmdkError.EXTENT_ORDER,
          "content at byte %d was given after content up to byte %d; it has to start at a sector"
                  .formatted(offsetBytes, endOfLast)
              + " beyond");
    }
    if (length > capacityBytes - offsetBytes) {
      throw refused(
          VmdkError.BEYOND_CAPACITY,
          "there are %d bytes of content at byte %d of a disk of %d bytes"
              .formatted(length, offsetBytes, capacityBytes));
    }
  }

  private StorageException refused(ErrorCode code, String observed) {
    return new StorageException(
        code,
        "cannot write " + object + ": " + observed,
        "The image that is copied is damaged, or its reader is at fault; check the image.");
  }
}
