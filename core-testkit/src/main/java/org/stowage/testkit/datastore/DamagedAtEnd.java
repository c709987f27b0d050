package org.stowage.testkit.datastore;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;

/**
 * An image whose promise turns out to be broken after all its bytes, as a manifest's digest does.
 */
record DamagedAtEnd(DiskImage image, IOException damage) implements DiskImage {

  @Override
  public DiskFacts facts() {
    return image.facts();
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    image.copyTo(sink, transfer);
    throw damage;
  }

  @Override
  public Optional<StoredForm> stored() {
    return image.stored().map(form -> new Bytes(form, damage));
  }

  @Override
  public void close() throws IOException {
    image.close();
  }

  private record Bytes(StoredForm form, IOException damage) implements StoredForm {

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
      form.writeTo(out, transfer);
      throw damage;
    }
  }
}
