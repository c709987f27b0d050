package org.stowage.plugin.ova.tar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A channel as a stream that skips by moving the channel's position, not by reading. */
public final class ChannelStream extends BulkInputStream {

  private final SeekableByteChannel channel;

  /**
   * @param channel read from its position on; closed with this stream
   */
  public ChannelStream(SeekableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return length == 0 ? 0 : channel.read(ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    long position = channel.position();
    long skipped = Math.max(0, Math.min(count, channel.size() - position));
    channel.position(position + skipped);
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, channel.size() - channel.position()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
