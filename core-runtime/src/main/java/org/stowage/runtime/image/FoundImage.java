package org.stowage.runtime.image;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;

/**
 * An image where somebody said it is. Of its content nothing but the first bytes has been read.
 * Closed after the image that was opened of it.
 */
public final class FoundImage implements Closeable {

  private final ImageSource source;
  private final Closeable held;
  private final ImageProperties properties;
  private final Identity identity;
  private final DiskFormats formats;

  /** Tells the identity under which an image is cached. */
  @FunctionalInterface
  interface Identity {
    String of() throws IOException;
  }

  FoundImage(
      ImageSource source,
      Closeable held,
      ImageProperties properties,
      Identity identity,
      DiskFormats formats) {
    this.source = source;
    this.held = held;
    this.properties = properties;
    this.identity = identity;
    this.formats = formats;
  }

  /**
   * The identity under which the image is cached if nobody gives another.
   *
   * @throws StorageException {@code usage} when it has none of its own
   */
  public String identity() throws IOException {
    return identity.of();
  }

  /** What is declared of it, here and where it is kept; what is declared here counts. */
  public ImageProperties properties() {
    return properties;
  }

  /** Whether it is a pure stream. */
  public boolean isStream() {
    return !source.repeatable();
  }

  /**
   * Opens it; of a pure stream, once.
   *
   * @return closed by the caller
   */
  public DiskImage open() throws IOException {
    Optional<Digest> digest = Digest.declared(properties);
    return digest.isPresent()
        ? PromisedImage.open(source, digest.get(), properties, formats)
        : formats.open(source, properties);
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
