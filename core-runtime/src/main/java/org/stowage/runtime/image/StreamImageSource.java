package org.stowage.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageSource;
import org.stowage.runtime.http.BytePipe;

/**
 * A pure stream: read once, forward, of unknown length.
 *
 * <p>A thread of its own reads it, at most 1 MiB ahead, for nothing can call a thread back from
 * reading a pipe into which nobody writes. After a cancellation that thread stays where it is until
 * the next bytes come, or the process ends.
 */
final class StreamImageSource implements ImageSource {

  private static final int PIPE_BYTES = 1 << 20;
  private static final int CHUNK_BYTES = 1 << 16;

  private final InputStream stream;
  private final LongAdder bytesRead;
  private final Transfer transfer;
  private final AtomicBoolean opened = new AtomicBoolean();

  StreamImageSource(InputStream stream, LongAdder bytesRead, Transfer transfer) {
    this.stream = stream;
    this.bytesRead = bytesRead;
    this.transfer = transfer;
  }

  @Override
  public String name() {
    return "standard input";
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.empty();
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public InputStream open() throws IOException {
    if (!opened.compareAndSet(false, true)) {
      throw new StorageException(
          CommonError.INTERNAL_FAULT,
          "standard input was to be read a second time",
          "Save the image to a file and name the file.");
    }
    BytePipe pipe = new BytePipe(PIPE_BYTES, transfer);
    Thread reader = new Thread(() -> pipe.end(pump(pipe)), "stowage-standard-input");
    reader.setDaemon(true);
    reader.start();
    return new Counted(pipe);
  }

  private @Nullable Throwable pump(BytePipe pipe) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
        pipe.write(chunk, 0, read);
      }
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() {
    return Optional.empty();
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    throw new StorageException(
        CommonError.UNSUPPORTED,
        "the image on standard input names a further file, '" + reference + "'",
        "Name the image's file instead of using standard input.");
  }

  @Override
  public Object identity() {
    return this;
  }

  /** Counts, reports, and stops when the operation is to stop. Leaves the stream open. */
  private final class Counted extends InputStream {

    private final BytePipe pipe;

    Counted(BytePipe pipe) {
      this.pipe = pipe;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      transfer.checkCancelled();
      int read = pipe.read(bytes, offset, length);
      if (read > 0) {
        bytesRead.add(read);
        transfer.progress(bytesRead.sum(), -1);
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long left = count;
      byte[] buffer = new byte[(int) Math.min(8192, Math.max(1, count))];
      while (left > 0) {
        int read = read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        left -= read;
      }
      return count - left;
    }

    @Override
    public void close() {
      pipe.abandon();
    }
  }
}
