package org.stowage.runtime.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.VmdkKind;

/** An image whose file is held to a promise when its content is read, whichever way. */
record PromisedImage(DiskImage image, PromiseCheck check) implements DiskImage {

  /**
   * Opens an image whose digest is known.
   *
   * @param source stays the caller's
   */
  static DiskImage open(
      ImageSource source, Digest digest, ImageProperties declared, DiskFormats formats)
      throws IOException {
    PeekedSource peeked = PeekedSource.of(source);
    try {
      boolean anywhere =
          VmdkKind.of(peeked.head(declared))
              .filter(kind -> kind != VmdkKind.STREAM_OPTIMIZED)
              .isPresent();
      if (anywhere && source.repeatable()) {
        return new PromisedImage(formats.open(source, declared), new ReadingAhead(source, digest));
      }
      DigestedSource digested = new DigestedSource(peeked, digest);
      return HeldImage.open(
          peeked,
          () ->
              HeldImage.open(
                  digested, () -> new PromisedImage(formats.open(digested, declared), digested)));
    } catch (IOException | RuntimeException e) {
      try (peeked) {
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
    check.beforeReading(transfer);
    image.copyTo(sink, transfer);
    check.afterReading(transfer);
  }

  @Override
  public Optional<StoredForm> stored() {
    return image.stored().map(form -> new PromisedForm(form, check));
  }

  @Override
  public void close() throws IOException {
    try (check) {
      image.close();
    }
  }

  /** The image's own bytes, held to the same promise. */
  private record PromisedForm(StoredForm form, PromiseCheck check) implements StoredForm {

    @Override
    public String format() {
      return form.format();
    }

    @Override
    public OptionalLong lengthBytes() {
      return form.lengthBytes();
    }

    @Override
    public void writeTo(OutputStream out, Transfer transfer) throws IOException {
      check.beforeReading(transfer);
      form.writeTo(out, transfer);
      check.afterReading(transfer);
    }
  }
}
