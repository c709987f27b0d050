package org.stowage.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.disk.DiskSink;

/**
 * A sink that keeps a small disk in memory and insists on the contract of {@link DiskSink}: extents
 * ascend, do not overlap, lie within the capacity, and are whole sectors but for the last.
 */
public final class RecordingDiskSink implements DiskSink {

  private static final int SECTOR_BYTES = 512;

  /**
   * An extent that was written.
   *
   * @param offsetBytes from the start of the disk
   */
  public record Written(long offsetBytes, int lengthBytes) {}

  private final byte[] content;
  private final List<Written> extents = new ArrayList<>();
  private long end;
  private boolean finished;
  private boolean closed;

  /**
   * @param capacityBytes of the disk, as it will stay
   */
  public RecordingDiskSink(long capacityBytes) {
    content = new byte[Math.toIntExact(capacityBytes)];
  }

  @Override
  public void write(long offsetBytes, ByteBuffer data) {
    insist(!finished && !closed, "written after the end");
    insist(data.hasRemaining(), "an extent is empty");
    insist(end % SECTOR_BYTES == 0, "an extent other than the last has part of a sector");
    insist(offsetBytes % SECTOR_BYTES == 0, "an extent starts within a sector: " + offsetBytes);
    insist(offsetBytes >= end, "an extent at %d precedes %d".formatted(offsetBytes, end));
    insist(
        data.remaining() <= content.length - offsetBytes,
        "an extent at %d ends beyond the disk".formatted(offsetBytes));
    int length = data.remaining();
    data.get(content, Math.toIntExact(offsetBytes), length);
    extents.add(new Written(offsetBytes, length));
    end = offsetBytes + length;
  }

  @Override
  public void finish() {
    insist(!finished && !closed, "finished twice");
    finished = true;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The disk; what was never written is zero. */
  public byte[] content() {
    return content.clone();
  }

  /** The extents in the order they came. */
  public List<Written> extents() {
    return List.copyOf(extents);
  }

  public boolean finished() {
    return finished;
  }

  public boolean closed() {
    return closed;
  }

  private static void insist(boolean held, String otherwise) {
    if (!held) {
      throw new AssertionError("the contract of DiskSink is broken: " + otherwise);
    }
  }
}
