package org.stowage.plugin.ova;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import org.stowage.plugin.ova.manifest.RunningDigest;
import org.stowage.plugin.ova.tar.TarMember;

/** Members of an archive, one after the other, as one file to read. */
final class PartsChannel implements SeekableByteChannel {

  /** A member and who counts what is read of it. */
  record Part(TarMember member, RunningDigest digest) {}

  private final SeekableByteChannel archive;
  private final List<Part> parts;
  private final long[] starts;
  private long position;

  /**
   * @param archive closed with this channel
   * @param parts at least one
   */
  PartsChannel(SeekableByteChannel archive, List<Part> parts) {
    this.archive = archive;
    this.parts = parts;
    this.starts = new long[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).member().sizeBytes());
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size()) {
      return -1;
    }
    int found = Arrays.binarySearch(starts, position);
    int index = found >= 0 ? found : -found - 2;
    while (starts[index + 1] == position) {
      index++; // past empty members, which start where the next one does
    }
    return read(parts.get(index), position - starts[index], target);
  }

  private int read(Part part, long offset, ByteBuffer target) throws IOException {
    int start = target.position();
    int limit = target.limit();
    int wanted = (int) Math.min(target.remaining(), part.member().sizeBytes() - offset);
    archive.position(part.member().offsetBytes() + offset);
    int count;
    try {
      count = archive.read(target.limit(start + wanted));
    } finally {
      target.limit(limit);
    }
    if (count > 0) {
      part.digest().saw(offset, target.duplicate().flip().position(start));
      position += count;
    }
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return starts[parts.size()];
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return archive.isOpen();
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
