package org.stowage.runtime.plugin.fence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A channel, seen from the other side of the fence. */
final class FencedChannel implements SeekableByteChannel, FencedStream {

  private final SeekableByteChannel channel;
  private final Border border;

  FencedChannel(SeekableByteChannel channel, Border border) {
    this.channel = channel;
    this.border = border;
  }

  @Override
  public Border border() {
    return border;
  }

  @Override
  public SeekableByteChannel own() {
    return channel;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    return border.cross(() -> channel.read(buffer));
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    return border.cross(() -> channel.write(buffer));
  }

  @Override
  public long position() throws IOException {
    return border.cross(channel::position);
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    border.cross(() -> channel.position(position));
    return this;
  }

  @Override
  public long size() throws IOException {
    return border.cross(channel::size);
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    border.cross(() -> channel.truncate(size));
    return this;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    border.cross(
        () -> {
          channel.close();
          return true;
        });
  }
}
