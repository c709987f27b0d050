package org.stowage.vmdk.extent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;
import org.stowage.vmdk.format.VmdkError;

/**
 * A file that is read at random. Small reads are served from a window, so that grains which lie one
 * after the other cost few large reads. For use by one thread.
 */
public final class ExtentFile implements Closeable {

  private static final int WINDOW_BYTES = 256 * 1024;

  private final String name;
  private final SeekableByteChannel channel;
  private final long sizeBytes;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long windowPosition;

  private ExtentFile(String name, SeekableByteChannel channel) throws IOException {
    this.name = name;
    this.channel = channel;
    this.sizeBytes = channel.size();
  }

  /**
   * Opens a source for random access.
   *
   * @throws StorageException when it is a pure stream
   */
  public static ExtentFile open(ImageSource source) throws IOException {
    SeekableByteChannel channel =
        source
            .openChannel()
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.UNSUPPORTED,
                        "cannot read "
                            + source.name()
                            + ": this kind of disk needs random access, and only a stream is there",
                        "Copy the file to this machine, or convert it to streamOptimized or raw."));
    try {
      return new ExtentFile(source.name(), channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  public String name() {
    return name;
  }

  /** The size when the file was opened. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /**
   * Fills a buffer from its position to its limit.
   *
   * @throws org.stowage.api.DiskFormatException when the file ends before
   */
  public void read(long position, ByteBuffer into) throws IOException {
    if (into.remaining() >= WINDOW_BYTES) {
      readChannel(position, into, into.remaining());
      return;
    }
    if (position < windowPosition
        || position + into.remaining() > windowPosition + window.limit()) {
      slideWindow(position, into.remaining());
    }
    into.put(window.slice((int) (position - windowPosition), into.remaining()));
  }

  private void slideWindow(long position, int least) throws IOException {
    ByteBuffer fresh = window.duplicate().clear();
    window.limit(0);
    readChannel(position, fresh, least);
    windowPosition = position;
    window.limit(fresh.position());
  }

  /** Reads little-endian bytes into a buffer of their own, ready to be read. */
  public ByteBuffer read(long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    read(position, buffer);
    return buffer.flip();
  }

  private void readChannel(long position, ByteBuffer into, int least) throws IOException {
    int start = into.position();
    channel.position(position);
    while (into.position() - start < least) {
      if (channel.read(into) < 0) {
        throw VmdkError.damaged(
            VmdkError.TRUNCATED,
            name,
            "it ends at byte %d, though %d bytes are needed from byte %d on"
                .formatted(position + into.position() - start, least, position));
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
