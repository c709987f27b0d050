package org.stowage.vmdk.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.ImageTarget;

/** A file written from front to end, be it a real one or a stream to somewhere. */
final class SequentialFile implements Closeable {

  private final OutputStream out;
  private final @Nullable FileChannel file;
  private long position;

  private SequentialFile(OutputStream out, @Nullable FileChannel file) {
    this.out = out;
    this.file = file;
  }

  /** Opens what a target has to offer. */
  static SequentialFile open(ImageTarget target) throws IOException {
    Optional<FileChannel> channel = target.openChannel();
    return channel.isPresent()
        ? new SequentialFile(Channels.newOutputStream(channel.get()), channel.get())
        : new SequentialFile(target.open(), null);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    position += length;
  }

  /** Where the next byte goes. */
  long position() {
    return position;
  }

  /** Ends the file; it is durable if it is a real one, and wholly handed over if it is not. */
  void finish() throws IOException {
    out.flush();
    if (file != null) {
      file.force(true);
    } else {
      out.close();
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
