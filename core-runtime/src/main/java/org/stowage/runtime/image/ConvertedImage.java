package org.stowage.runtime.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.StoredForm;
import org.stowage.api.disk.WritableFormat;
import org.stowage.api.disk.WritableFormat.WriteOptions;

/**
 * An image seen as one of another format, made on the way whenever its stored form is written.
 *
 * @param image stays the caller's to close
 * @param spec of at least the image's capacity
 */
record ConvertedImage(DiskImage image, WritableFormat writable, DiskSpec spec)
    implements DiskImage, StoredForm {

  @Override
  public DiskFacts facts() {
    DiskFacts facts = image.facts();
    return new DiskFacts(
        null,
        format(),
        facts.fileName(),
        null,
        spec.capacityBytes(),
        spec.adapterType(),
        facts.populatedBytes(),
        null,
        List.of());
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    image.copyTo(sink, transfer);
  }

  @Override
  public Optional<StoredForm> stored() {
    return Optional.of(this);
  }

  @Override
  public String format() {
    return writable.id();
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.empty();
  }

  @Override
  public void writeTo(OutputStream out, Transfer transfer) throws IOException {
    StreamTarget target = new StreamTarget(image.facts().fileName(), out);
    WriteOptions options = new WriteOptions(WriteOptions.USUAL_LEVEL, transfer.threads());
    try (DiskSink sink = writable.create(spec, target, options)) {
      image.copyTo(sink, transfer);
      sink.finish();
    }
  }

  /** Nothing of its own is open. */
  @Override
  public void close() {}
}
