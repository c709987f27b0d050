package org.stowage.runtime.image;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFacts;
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
  private final boolean hasId;
  private final DiskFormats formats;

  /** Tells the identity under which an image is cached that nothing promises the content of. */
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
    this(source, held, properties, identity, false, formats);
  }

  private FoundImage(
      ImageSource source,
      Closeable held,
      ImageProperties properties,
      Identity identity,
      boolean hasId,
      DiskFormats formats) {
    this.source = source;
    this.held = held;
    this.properties = properties;
    this.identity = identity;
    this.hasId = hasId;
    this.formats = formats;
  }

  /** One that has an id where it is kept, by which others know it, too. */
  static FoundImage withId(
      String id,
      ImageSource source,
      Closeable held,
      ImageProperties properties,
      DiskFormats formats) {
    return new FoundImage(source, held, properties, () -> id, true, formats);
  }

  /**
   * The identity under which the image is cached if nobody gives another: the id that it has where
   * it is kept, else the digest that is promised of its disk, which is the same wherever and in
   * whichever container that lies, else what is known of its file.
   *
   * @param facts of the opened image
   * @throws StorageException {@code usage} when it has none of its own
   */
  public String identity(DiskFacts facts) throws IOException {
    Optional<String> promised =
        hasId ? Optional.empty() : ImageIdentity.promised(facts, Digest.declared(properties));
    return promised.isPresent() ? promised.get() : identity.of();
  }

  /**
   * Refuses a pure stream that nobody could tell from another, before it is read. What may be in it
   * does not count: a deployment must not depend on whether its image happens to be cached.
   *
   * @throws StorageException {@code usage}
   */
  public void requireIdentity() throws IOException {
    if (isStream()) {
      identity.of();
    }
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
