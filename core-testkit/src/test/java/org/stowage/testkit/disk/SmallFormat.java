package org.stowage.testkit.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.StoredForm;

/** The smallest format that keeps the contract: a mark, the content's length, the content. */
class SmallFormat implements DiskFormat {

  static final byte[] MARK = "SMALL\n\0\0".getBytes(US_ASCII);
  private static final int HEADER_BYTES = MARK.length + Integer.BYTES;

  static byte[] image(byte[] content) {
    return ByteBuffer.allocate(HEADER_BYTES + content.length)
        .put(MARK)
        .putInt(content.length)
        .put(content)
        .array();
  }

  @Override
  public String id() {
    return "small";
  }

  @Override
  public Recognition recognise(ImageHead head) {
    return head.has(0, MARK) ? Recognition.MAGIC : Recognition.NONE;
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    if (!source.repeatable()) {
      throw malformed(source, "it is read from files only");
    }
    return new Image(source, capacityBytes(source));
  }

  private int capacityBytes(ImageSource source) throws IOException {
    try (InputStream stream = source.open()) {
      ByteBuffer header = ByteBuffer.wrap(stream.readNBytes(HEADER_BYTES));
      if (header.remaining() < HEADER_BYTES || !Arrays.equals(bytes(header), MARK)) {
        throw malformed(source, "it has no mark");
      }
      int capacityBytes = header.getInt();
      if (capacityBytes <= 0
          || capacityBytes != source.lengthBytes().orElseThrow() - HEADER_BYTES) {
        throw malformed(source, "its length is not that of its content");
      }
      return capacityBytes;
    }
  }

  private static byte[] bytes(ByteBuffer header) {
    byte[] mark = new byte[MARK.length];
    header.get(mark);
    return mark;
  }

  static DiskFormatException malformed(ImageSource source, String why) {
    return new DiskFormatException(CommonError.MALFORMED, source.name() + ": " + why, "");
  }

  private record Image(ImageSource source, int capacityBytes) implements DiskImage, StoredForm {

    @Override
    public DiskFacts facts() {
      return new DiskFacts(
          null, "small", source.name(), null, capacityBytes, null, capacityBytes, null, List.of());
    }

    @Override
    public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
      transfer.checkCancelled();
      try (DataInputStream stream = new DataInputStream(source.open())) {
        stream.skipNBytes(HEADER_BYTES);
        sink.write(0, ByteBuffer.wrap(stream.readNBytes(capacityBytes)));
      }
    }

    @Override
    public Optional<StoredForm> stored() {
      return Optional.of(this);
    }

    @Override
    public String format() {
      return "small";
    }

    @Override
    public OptionalLong lengthBytes() {
      return OptionalLong.of(HEADER_BYTES + capacityBytes);
    }

    @Override
    public void writeTo(OutputStream out, Transfer transfer) throws IOException {
      try (InputStream stream = source.open()) {
        stream.transferTo(out);
      }
    }

    @Override
    public void close() {}
  }
}
