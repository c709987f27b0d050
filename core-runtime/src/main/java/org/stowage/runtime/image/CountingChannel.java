package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.Transfer;

/**
 * A read-only channel that counts what is read, tells the transfer, and stops when the transfer
 * does.
 *
 * @param totalBytes what the count is told to be on its way to
 */
record CountingChannel(
    SeekableByteChannel channel, LongAdder bytesRead, long totalBytes, Transfer transfer)
    implements SeekableByteChannel {

  @Override
  public int read(ByteBuffer into) throws IOException {
    transfer.checkCancelled();
    int read = channel.read(into);
    if (read > 0) {
      bytesRead.add(read);
      // what is read twice, such as the head, counts twice
      transfer.progress(Math.min(bytesRead.sum(), totalBytes), totalBytes);
    }
    return read;
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
  }
}
