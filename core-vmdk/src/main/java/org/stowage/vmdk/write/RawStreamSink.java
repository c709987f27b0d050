package org.stowage.vmdk.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/** Makes a raw disk where there is only a stream: zeros are written out. */
final class RawStreamSink extends CheckedSink {

  private static final ByteBuffer ZEROS = ByteBuffer.allocate(64 * 1024).asReadOnlyBuffer();

  private final long capacityBytes;
  private final OutputStream stream;
  private final WritableByteChannel out;
  private long position;

  RawStreamSink(String object, long capacityBytes, OutputStream stream) {
    super(object, capacityBytes);
    this.capacityBytes = capacityBytes;
    this.stream = stream;
    this.out = Channels.newChannel(stream);
  }

  @Override
  void store(long offsetBytes, ByteBuffer data) throws IOException {
    writeZerosUpTo(offsetBytes);
    write(data);
  }

  private void writeZerosUpTo(long offsetBytes) throws IOException {
    while (position < offsetBytes) {
      int length = (int) Math.min(ZEROS.capacity(), offsetBytes - position);
      write(ZEROS.slice(0, length));
    }
  }

  private void write(ByteBuffer data) throws IOException {
    position += data.remaining();
    while (data.hasRemaining()) {
      out.write(data);
    }
  }

  @Override
  void complete() throws IOException {
    writeZerosUpTo(capacityBytes);
    stream.flush();
    stream.close();
  }

  @Override
  void release() throws IOException {
    out.close();
  }
}
