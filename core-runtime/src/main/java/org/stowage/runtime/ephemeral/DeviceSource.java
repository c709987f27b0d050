package org.stowage.runtime.ephemeral;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;

/**
 * A block device as an image.
 *
 * @param name of the disk, for messages
 */
record DeviceSource(String name, Path device, long bytes) implements ImageSource {

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(bytes);
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public InputStream open() throws IOException {
    return Channels.newInputStream(FileChannel.open(device));
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() throws IOException {
    return Optional.of(FileChannel.open(device));
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    throw new StorageException(
        CommonError.NOT_ALLOWED, name + " is a device, and names no files: " + reference, "");
  }

  @Override
  public Object identity() {
    return device;
  }
}
