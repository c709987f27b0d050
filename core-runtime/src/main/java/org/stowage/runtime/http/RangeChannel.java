package org.stowage.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.stowage.api.Transfer;

/**
 * Random access to a remote file. Asks for small parts first, and for larger ones, up to 2 MiB,
 * when it is read on.
 */
final class RangeChannel implements SeekableByteChannel {

  private static final int SMALLEST_BYTES = 64 << 10;
  private static final int LARGEST_BYTES = 2 << 20;

  private final RemoteContent content;
  private final Transfer transfer;
  private final Meter meter;
  private byte[] window;
  private long windowPosition;
  private int nextBytes = SMALLEST_BYTES;
  private long position;
  private boolean open = true;

  /**
   * @param head the first bytes of the file; not changed
   */
  RangeChannel(RemoteContent content, byte[] head, Meter meter, Transfer transfer) {
    this.content = content;
    this.transfer = transfer;
    this.meter = meter;
    this.window = head;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    requireOpen();
    transfer.checkCancelled();
    if (position >= size()) {
      return -1;
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    if (position < windowPosition || position >= windowPosition + window.length) {
      slide();
    }
    int offset = (int) (position - windowPosition);
    int count = Math.min(into.remaining(), window.length - offset);
    into.put(window, offset, count);
    position += count;
    meter.count(count);
    return count;
  }

  private void slide() throws IOException {
    boolean readOn = position == windowPosition + window.length;
    nextBytes = readOn ? Math.min(nextBytes * 2, LARGEST_BYTES) : SMALLEST_BYTES;
    int bytes = (int) Math.min(nextBytes, size() - position);
    try (InputStream part = new ResumedStream(content, position, position + bytes, transfer)) {
      window = part.readNBytes(bytes);
    }
    windowPosition = position;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is at least 0, not " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return content.version().lengthBytes();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    window = new byte[0];
  }
}
