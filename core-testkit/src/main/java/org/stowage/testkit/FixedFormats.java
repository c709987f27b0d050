package org.stowage.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Recognition;

/**
 * Opens images with the formats a test names, and with them only. A source that is a pure stream is
 * opened once, as any implementation must.
 */
public final class FixedFormats implements DiskFormats {

  private final List<DiskFormat> formats;

  public FixedFormats(DiskFormat... formats) {
    this.formats = List.of(formats);
  }

  /**
   * @throws AssertionError when two formats are equally sure
   */
  @Override
  public DiskImage open(ImageSource source, ImageProperties declared) throws IOException {
    InputStream stream = source.open();
    ImageSource replayed = source;
    byte[] head;
    try {
      head = stream.readNBytes(ImageHead.MAX_BYTES);
    } catch (IOException | RuntimeException e) {
      try (stream) {
        throw e;
      }
    }
    if (source.repeatable()) {
      stream.close();
    } else {
      replayed = new Replayed(source, head, stream);
    }
    ImageHead seen =
        new ImageHead(
            source.name(), ByteBuffer.wrap(head), source.lengthBytes().orElse(-1), declared);
    try {
      return surest(seen).open(replayed, this);
    } catch (IOException | RuntimeException e) {
      try (stream) {
        throw e;
      }
    }
  }

  private DiskFormat surest(ImageHead head) throws StorageException {
    Recognition best = Recognition.NONE;
    DiskFormat chosen = null;
    for (DiskFormat format : formats) {
      Recognition answer = format.recognise(head);
      if (answer.compareTo(best) > 0) {
        best = answer;
        chosen = format;
      } else if (answer == best && chosen != null) {
        throw new AssertionError(
            "%s and %s both answer %s".formatted(chosen.id(), format.id(), best));
      }
    }
    if (chosen == null) {
      throw new DiskFormatException(
          CommonError.UNSUPPORTED, "no format recognises " + head.name(), "");
    }
    return chosen;
  }

  /** Not done by this fake. */
  @Override
  public DiskImage convert(DiskImage image, String format, DiskSpec spec) throws IOException {
    throw new StorageException(
        CommonError.UNSUPPORTED, "this fake does not convert to " + format, "");
  }

  /** A pure stream whose first bytes were read already. */
  private static final class Replayed implements ImageSource {

    private final ImageSource source;
    private final PushbackInputStream stream;
    private boolean opened;

    Replayed(ImageSource source, byte[] head, InputStream rest) throws IOException {
      this.source = source;
      this.stream = new PushbackInputStream(rest, Math.max(1, head.length));
      stream.unread(head);
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public OptionalLong lengthBytes() {
      return source.lengthBytes();
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public InputStream open() throws IOException {
      if (opened) {
        throw new StorageException(
            CommonError.INTERNAL_FAULT, name() + " is a pure stream and was opened twice", "");
      }
      opened = true;
      return stream;
    }

    @Override
    public Optional<SeekableByteChannel> openChannel() throws IOException {
      return source.openChannel();
    }

    @Override
    public ImageSource resolve(String reference) throws IOException {
      return source.resolve(reference);
    }

    @Override
    public Object identity() {
      return source.identity();
    }
  }
}
