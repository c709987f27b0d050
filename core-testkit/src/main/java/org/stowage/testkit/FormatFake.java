package org.stowage.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.WritableFormat;
import org.stowage.testkit.datastore.ImageFake;

/**
 * The simplest format there can be, in as many kinds as a test needs: an image is the format's
 * mark, its id and a newline, and then the whole content. Keeps images in memory, so they are
 * small.
 */
public final class FormatFake implements WritableFormat {

  private final String id;
  private final byte[] mark;
  private final Recognition recognition;

  private FormatFake(String id, byte[] mark, Recognition recognition) {
    this.id = id;
    this.mark = mark;
    this.recognition = recognition;
  }

  /** A format that knows its images by their mark. */
  public static FormatFake marked(String id) {
    return new FormatFake(id, (id + "\n").getBytes(US_ASCII), Recognition.MAGIC);
  }

  /** A format without a mark, which answers the same to all images. */
  public static FormatFake answering(String id, Recognition always) {
    return new FormatFake(id, new byte[0], always);
  }

  /** An image of this format. */
  public byte[] image(byte[] content) {
    byte[] image = Arrays.copyOf(mark, mark.length + content.length);
    System.arraycopy(content, 0, image, mark.length, content.length);
    return image;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Recognition recognise(ImageHead head) {
    return head.has(0, mark) ? recognition : Recognition.NONE;
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    try (InputStream stream = source.open()) {
      if (!Arrays.equals(stream.readNBytes(mark.length), mark)) {
        throw new DiskFormatException(
            CommonError.MALFORMED, source.name() + " does not begin with the mark of " + id, "");
      }
      byte[] content = stream.readAllBytes();
      return ImageFake.of(id, content.length, content);
    }
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options)
      throws IOException {
    return new Sink(new RecordingDiskSink(spec.capacityBytes()), target.open());
  }

  /** Writes everything at the end, when it is known to be complete. */
  private final class Sink implements DiskSink {

    private final RecordingDiskSink content;
    private final OutputStream out;

    Sink(RecordingDiskSink content, OutputStream out) {
      this.content = content;
      this.out = out;
    }

    @Override
    public void write(long offsetBytes, ByteBuffer data) {
      content.write(offsetBytes, data);
    }

    @Override
    public void finish() throws IOException {
      content.finish();
      out.write(image(content.content()));
    }

    @Override
    public void close() throws IOException {
      content.close();
      out.close();
    }
  }
}
