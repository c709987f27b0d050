package org.stowage.testkit.datastore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.Broken;
import org.stowage.testkit.RecordingDiskSink;

/** Formats that convert by changing the label: stored bytes are the content. */
final class FakeFormats implements DiskFormats {

  private final FakeDatastore datastore;

  FakeFormats(FakeDatastore datastore) {
    this.datastore = datastore;
  }

  @Override
  public DiskImage open(ImageSource source, ImageProperties declared) throws IOException {
    throw new StorageException(
        CommonError.UNSUPPORTED, "this fake opens no images: " + source.name(), "");
  }

  @Override
  public DiskImage convert(DiskImage image, String format, DiskSpec spec) throws IOException {
    datastore.enter("convert");
    Broken.unless(
        spec.capacityBytes() >= image.facts().capacityBytes(),
        "the capacity is less than the image's");
    return new Converted(
        image, format, spec, new Handle("conversion to " + format, datastore.open));
  }

  private record Converted(DiskImage image, String format, DiskSpec spec, Handle handle)
      implements DiskImage, StoredForm {

    @Override
    public DiskFacts facts() {
      DiskFacts facts = image.facts();
      return new DiskFacts(
          null,
          format,
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
      handle.use();
      image.copyTo(sink, transfer);
    }

    @Override
    public Optional<StoredForm> stored() {
      return Optional.of(this);
    }

    @Override
    public OptionalLong lengthBytes() {
      return OptionalLong.empty();
    }

    @Override
    public void writeTo(OutputStream out, Transfer transfer) throws IOException {
      handle.use();
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      try (RecordingDiskSink sink = new RecordingDiskSink(spec.capacityBytes())) {
        image.copyTo(sink, transfer);
        sink.finish();
        content.write(sink.content());
      }
      content.writeTo(out);
    }

    @Override
    public void close() {
      handle.close();
    }
  }
}
