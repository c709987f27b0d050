package org.stowage.runtime.image;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;

/**
 * An image together with what is held as long as it is open.
 *
 * @param held closed after the image
 */
public record HeldImage(DiskImage image, Closeable held) implements DiskImage {

  /** Opens an image while something is held, which is let go with the image, or if this fails. */
  public static HeldImage open(Closeable held, Opening opening) throws IOException {
    try {
      return new HeldImage(opening.open(), held);
    } catch (IOException | RuntimeException e) {
      try (held) {
        throw e;
      }
    }
  }

  @Override
  public DiskFacts facts() {
    return image.facts();
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    image.copyTo(sink, transfer);
  }

  @Override
  public Optional<StoredForm> stored() {
    return image.stored();
  }

  @Override
  public void close() throws IOException {
    try (held) {
      image.close();
    }
  }

  /** Opens an image. */
  @FunctionalInterface
  public interface Opening {
    DiskImage open() throws IOException;
  }
}
