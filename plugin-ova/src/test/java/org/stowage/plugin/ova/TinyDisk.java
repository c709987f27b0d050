package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.StoredForm;

/**
 * The smallest format an OVA takes for a disk: a sector with {@code KDMV} and the capacity, then
 * the content. With random access it reads from back to front, to be a nuisance.
 */
final class TinyDisk implements DiskFormat {

  static final int HEADER_BYTES = 512;

  /** A disk of this many bytes, with content. */
  static byte[] bytes(int capacityBytes) {
    byte[] content = content(capacityBytes);
    ByteBuffer disk =
        ByteBuffer.allocate(HEADER_BYTES + capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
    disk.put(new byte[] {'K', 'D', 'M', 'V'}).putLong(8, capacityBytes);
    return disk.position(HEADER_BYTES).put(content).array();
  }

  /** What is on that disk. */
  static byte[] content(int capacityBytes) {
    byte[] content = new byte[capacityBytes];
    new Random(capacityBytes).nextBytes(content);
    return content;
  }

  @Override
  public String id() {
    return "tiny";
  }

  @Override
  public Recognition recognise(ImageHead head) {
    return head.has(0, (byte) 'K', (byte) 'D', (byte) 'M', (byte) 'V')
        ? Recognition.MAGIC
        : Recognition.NONE;
  }

  @Override
  public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
    if (source.repeatable()) {
      try (InputStream stream = source.open()) {
        return new Image(source, capacity(stream), null);
      }
    }
    InputStream stream = source.open();
    return new Image(source, capacity(stream), stream);
  }

  private static int capacity(InputStream stream) throws IOException {
    ByteBuffer header =
        ByteBuffer.wrap(stream.readNBytes(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    if (header.remaining() < HEADER_BYTES || header.getInt(8) < 0 || header.getInt(8) > 1 << 24) {
      throw new DiskFormatException(CommonError.MALFORMED, "no tiny disk", "");
    }
    return header.getInt(8);
  }

  private record Image(ImageSource source, int capacity, @Nullable InputStream rest)
      implements DiskImage {

    @Override
    public DiskFacts facts() {
      return new DiskFacts(
          null,
          "tiny",
          source.name(),
          "monolithicTiny",
          capacity,
          AdapterType.BUSLOGIC,
          -1,
          null,
          List.of());
    }

    @Override
    public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
      byte[] content = rest != null ? rest.readNBytes(capacity) : read();
      if (content.length < capacity) {
        throw new DiskFormatException(CommonError.MALFORMED, "tiny disk cut short", "");
      }
      if (capacity > 0) {
        sink.write(0, ByteBuffer.wrap(content));
      }
    }

    private byte[] read() throws IOException {
      Optional<SeekableByteChannel> opened = source.openChannel();
      if (opened.isEmpty()) {
        try (InputStream stream = source.open()) {
          stream.skipNBytes(HEADER_BYTES);
          return stream.readNBytes(capacity);
        }
      }
      try (SeekableByteChannel channel = opened.get()) {
        byte[] content = new byte[capacity];
        int half = capacity / 2;
        fill(channel, content, half, capacity - half);
        fill(channel, content, 0, half);
        return content;
      }
    }

    private static void fill(SeekableByteChannel channel, byte[] content, int from, int length)
        throws IOException {
      ByteBuffer target = ByteBuffer.wrap(content, from, length);
      channel.position(HEADER_BYTES + (long) from);
      while (target.hasRemaining()) {
        if (channel.read(target) < 0) {
          throw new DiskFormatException(CommonError.MALFORMED, "tiny disk cut short", "");
        }
      }
    }

    @Override
    public Optional<StoredForm> stored() {
      return Optional.of(
          new StoredForm() {
            @Override
            public String format() {
              return "tiny";
            }

            @Override
            public OptionalLong lengthBytes() {
              return source.lengthBytes();
            }

            @Override
            public void writeTo(OutputStream out, Transfer transfer) throws IOException {
              if (rest != null) {
                out.write(header());
                rest.transferTo(out);
              } else {
                try (InputStream stream = source.open()) {
                  stream.transferTo(out);
                }
              }
            }
          });
    }

    private byte[] header() {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      return header.put(new byte[] {'K', 'D', 'M', 'V'}).putLong(8, capacity).array();
    }

    @Override
    public void close() throws IOException {
      if (rest != null) {
        rest.close();
      }
    }
  }
}
