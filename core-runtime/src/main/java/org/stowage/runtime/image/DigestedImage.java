package org.stowage.runtime.image;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;

/** An image whose content is digested while it is read, whichever way. Read once. */
public final class DigestedImage implements DiskImage {

  private final DiskImage image;
  private @Nullable String hex;

  /**
   * @param image stays the caller's to close
   */
  public DigestedImage(DiskImage image) {
    this.image = image;
  }

  /**
   * The digest of the content, as {@link ContentDigest} says; empty until it was read, and where it
   * went as bytes that cannot be understood on their way.
   */
  public synchronized Optional<String> digest() {
    return Optional.ofNullable(hex);
  }

  synchronized void found(String digest) {
    hex = digest;
  }

  @Override
  public DiskFacts facts() {
    return image.facts();
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    ContentDigest digest = new ContentDigest();
    image.copyTo(digest.beside(sink), transfer);
    found(digest.hex());
  }

  @Override
  public Optional<StoredForm> stored() {
    return image.stored().map(form -> new DigestedForm(form, this));
  }

  @Override
  public void close() {}
}
