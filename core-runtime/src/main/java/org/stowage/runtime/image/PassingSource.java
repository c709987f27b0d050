package org.stowage.runtime.image;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageSource;

/** Bytes on their way from somewhere to somewhere: read once, and naming no further files. */
public final class PassingSource implements ImageSource, Closeable {

  private final String name;
  private final OptionalLong lengthBytes;
  private final InputStream stream;

  /**
   * @param stream closed with this
   */
  public PassingSource(String name, OptionalLong lengthBytes, InputStream stream) {
    this.name = name;
    this.lengthBytes = lengthBytes;
    this.stream = stream;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OptionalLong lengthBytes() {
    return lengthBytes;
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  /** The stream stays open when this is closed: what comes after the disk is not read yet. */
  @Override
  public InputStream open() {
    return new FilterInputStream(stream) {
      @Override
      public void close() {}
    };
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() {
    return Optional.empty();
  }

  /** Reads to the end, where the image's promises about its bytes are kept or found broken. */
  public void finish() throws IOException {
    stream.transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    throw new StorageException(
        CommonError.NOT_ALLOWED,
        "the disk " + name + " names a further file, '" + reference + "'; a stream has none",
        "Export the whole disk, not a snapshot of it.");
  }

  @Override
  public Object identity() {
    return this;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
