package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Puts a disk onto a block device, whose length is what it is. */
final class DeviceSink extends CheckedSink {

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

  private final FileChannel device;
  private final boolean readsAsZero;
  private final HoleyFile content;
  private long position;

  /**
   * @param readsAsZero whether zeros need not be written
   */
  DeviceSink(String object, long capacityBytes, FileChannel device, boolean readsAsZero) {
    super(object, capacityBytes);
    this.device = device;
    this.readsAsZero = readsAsZero;
    this.content = new HoleyFile(device);
  }

  @Override
  void store(long offsetBytes, ByteBuffer data) throws IOException {
    if (readsAsZero) {
      content.write(offsetBytes, data);
      return;
    }
    zeroUpTo(offsetBytes);
    position += data.remaining();
    content.writeAll(data, offsetBytes);
  }

  private void zeroUpTo(long offsetBytes) throws IOException {
    while (position < offsetBytes) {
      int length = (int) Math.min(ZEROS.capacity(), offsetBytes - position);
      content.writeAll(ZEROS.slice(0, length), position);
      position += length;
    }
  }

  @Override
  void complete() throws IOException {
    long deviceBytes = device.size();
    if (!readsAsZero) {
      zeroUpTo(deviceBytes);
    }
    content.finish(deviceBytes);
  }

  @Override
  void release() throws IOException {
    content.close();
  }
}
