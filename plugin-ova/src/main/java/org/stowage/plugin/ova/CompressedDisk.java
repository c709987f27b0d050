package org.stowage.plugin.ova;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.ImageSource;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.tar.BulkInputStream;

/** A disk whose member is compressed by gzip: its bytes come as a stream, and not without end. */
final class CompressedDisk implements ImageSource {

  /**
   * What a sparse VMDK takes beyond its capacity at the most: a sector of padding and a marker for
   * each grain of 4 KiB, tables, and its header.
   */
  private static final long FIXED_OVERHEAD_BYTES = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final ImageSource member;
  private final long maxBytes;

  /**
   * @param capacityBytes of the disk, negative when not known
   */
  CompressedDisk(ImageSource member, long capacityBytes) {
    this.member = member;
    this.maxBytes =
        capacityBytes < 0 || capacityBytes > Long.MAX_VALUE / 2
            ? Long.MAX_VALUE
            : capacityBytes + capacityBytes / 4 + FIXED_OVERHEAD_BYTES;
  }

  @Override
  public String name() {
    return member.name();
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.empty();
  }

  @Override
  public boolean repeatable() {
    return member.repeatable();
  }

  @Override
  public InputStream open() throws IOException {
    InputStream stored = member.open();
    try {
      return new Bounded(new GZIPInputStream(stored, BUFFER_BYTES));
    } catch (ZipException | EOFException e) {
      try (stored) {
        throw damaged("it is no gzip file, though the descriptor says so", e);
      }
    }
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() {
    return Optional.empty();
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    return member.resolve(reference);
  }

  @Override
  public Object identity() {
    return member.identity();
  }

  private DiskFormatException damaged(String observed, Exception cause) {
    return new DiskFormatException(
        OvaError.COMPRESSED_MEMBER,
        "cannot read %s: %s".formatted(OvaError.shown(name()), observed),
        "Fetch the archive again, or export it without compression.",
        cause);
  }

  private final class Bounded extends BulkInputStream {

    private final InputStream in;
    private long left = maxBytes;

    Bounded(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = in.read(buffer, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
          throw new ZipException("more than " + maxBytes + " bytes");
        }
        return count;
      } catch (ZipException | EOFException e) {
        throw damaged(
            left < 0
                ? "it expands to more than %d bytes, the most a disk of its capacity takes"
                    .formatted(maxBytes)
                : "its compressed bytes are damaged or cut short",
            e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
