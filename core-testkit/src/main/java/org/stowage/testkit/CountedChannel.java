package org.stowage.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/** A read-only channel that counts what is read, and says when it is closed. */
final class CountedChannel implements SeekableByteChannel {

  private final SeekableByteChannel channel;
  private final AtomicLong read;
  private final Runnable onClose;

  CountedChannel(SeekableByteChannel channel, AtomicLong read, Runnable onClose) {
    this.channel = channel;
    this.read = read;
    this.onClose = onClose;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int got = channel.read(into);
    read.addAndGet(Math.max(got, 0));
    return got;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    onClose.run();
  }
}
