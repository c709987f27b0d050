package org.stowage.runtime.vsphere;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;

/**
 * A disk that a server sends, of a length that nobody knows. For one reader, who closes the stream.
 *
 * @param name for messages
 */
record ExportStream(String name, InputStream stream) implements ImageSource {

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.empty();
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public InputStream open() {
    return stream;
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() {
    return Optional.empty();
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    throw new StorageException(
        CommonError.UNSUPPORTED,
        "the server sent %s as a disk that needs another file, '%s'".formatted(name, reference),
        "");
  }

  @Override
  public Object identity() {
    return this;
  }
}
