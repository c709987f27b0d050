package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Puts a disk onto a block device, whose length is what it is. */
final class DeviceSink extends CheckedSink {

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

  private final boolean readsAsZero;
  private final long deviceBytes;
  private final DeviceWriter content;
  private long position;

  /**
   * @param readsAsZero whether zeros need not be written
   */
  DeviceSink(String object, long capacityBytes, FileChannel device, boolean readsAsZero)
      throws IOException {
    super(object, capacityBytes);
    this.readsAsZero = readsAsZero;
    this.deviceBytes = device.size();
    this.content = new DeviceWriter(device, deviceBytes);
  }

  @Override
  void store(long offsetBytes, ByteBuffer data) throws IOException {
    if (readsAsZero) {
      Stretches.ofContent(offsetBytes, data, content::write);
      return;
    }
    zeroUpTo(offsetBytes);
    position += data.remaining();
    content.write(offsetBytes, data);
  }

  private void zeroUpTo(long offsetBytes) throws IOException {
    while (position < offsetBytes) {
      int length = (int) Math.min(ZEROS.capacity(), offsetBytes - position);
      content.write(position, ZEROS.slice(0, length));
      position += length;
    }
  }

  @Override
  void complete() throws IOException {
    if (!readsAsZero) {
      zeroUpTo(deviceBytes);
    }
    content.finish();
  }

  @Override
  void release() throws IOException {
    content.close();
  }
}
