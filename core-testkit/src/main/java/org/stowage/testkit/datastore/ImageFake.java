package org.stowage.testkit.datastore;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.Broken;

/**
 * A small image in memory that can be read once, as one from a pure stream. Whatever its format is
 * called, its stored bytes are its content.
 */
public final class ImageFake implements DiskImage {

  private final DiskFacts facts;
  private final byte[] content;
  private final boolean stored;
  private @Nullable IOException failure;
  private boolean read;
  private boolean closed;

  private ImageFake(String format, long capacityBytes, byte[] content, boolean stored) {
    this.facts =
        new DiskFacts(
            null,
            format,
            "disk." + format,
            null,
            capacityBytes,
            AdapterType.LSILOGIC,
            content.length,
            null,
            List.of());
    this.content = content.clone();
    this.stored = stored;
  }

  /**
   * An image with a stored form.
   *
   * @param capacityBytes at least the content's length
   */
  public static ImageFake of(String format, long capacityBytes, byte[] content) {
    return new ImageFake(format, capacityBytes, content, true);
  }

  /** An image without a stored form, as a linked clone or a compressed member is. */
  public static ImageFake withoutStoredForm(String format, long capacityBytes, byte[] content) {
    return new ImageFake(format, capacityBytes, content, false);
  }

  /** Lets the image turn out to be damaged when its last byte has been read. */
  public ImageFake damaged(IOException how) {
    failure = how;
    return this;
  }

  public boolean wasRead() {
    return read;
  }

  public boolean wasClosed() {
    return closed;
  }

  @Override
  public DiskFacts facts() {
    return facts;
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    startReading();
    transfer.checkCancelled();
    if (content.length > 0) {
      sink.write(0, ByteBuffer.wrap(content.clone()));
    }
    endReading();
  }

  @Override
  public Optional<StoredForm> stored() {
    return stored ? Optional.of(new Bytes()) : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void startReading() {
    Broken.unless(!closed, "an image is not read after it was closed");
    Broken.unless(!read, "an image from a pure stream is read once");
    read = true;
  }

  private void endReading() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private final class Bytes implements StoredForm {

    @Override
    public String format() {
      return facts.format();
    }

    @Override
    public OptionalLong lengthBytes() {
      return OptionalLong.of(content.length);
    }

    @Override
    public void writeTo(OutputStream out, Transfer transfer) throws IOException {
      startReading();
      transfer.checkCancelled();
      out.write(content);
      endReading();
    }
  }
}
