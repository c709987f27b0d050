package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Makes a raw disk in a file. */
final class RawFileSink extends CheckedSink {

  private final long capacityBytes;
  private final HoleyFile file;

  RawFileSink(String object, long capacityBytes, FileChannel file) {
    super(object, capacityBytes);
    this.capacityBytes = capacityBytes;
    this.file = new HoleyFile(file);
  }

  @Override
  void store(long offsetBytes, ByteBuffer data) throws IOException {
    file.write(offsetBytes, data);
  }

  @Override
  void complete() throws IOException {
    file.finish(capacityBytes);
  }

  @Override
  void release() throws IOException {
    file.close();
  }
}
