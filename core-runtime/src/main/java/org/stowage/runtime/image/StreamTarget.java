package org.stowage.runtime.image;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageTarget;

/**
 * A stream as the place of a new image.
 *
 * @param out stays the caller's to close
 */
record StreamTarget(String name, OutputStream out) implements ImageTarget {

  @Override
  public OutputStream open() {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  @Override
  public Optional<FileChannel> openChannel() {
    return Optional.empty();
  }

  @Override
  public ImageTarget sibling(String name) throws IOException {
    throw new StorageException(
        CommonError.UNSUPPORTED,
        "the image needs a further file, " + name + ", and is written to a stream",
        "Convert to a format of one file.");
  }
}
