package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file that holds a disk byte for byte, with holes where the disk has zeros. */
final class HoleyFile implements java.io.Closeable {

  private final FileChannel file;
  private final EarlyFlush earlyFlush;

  HoleyFile(FileChannel file) {
    this.file = file;
    this.earlyFlush = EarlyFlush.of(file);
  }

  /** Writes what is not zero. */
  void write(long offsetBytes, ByteBuffer data) throws IOException {
    Stretches.ofContent(offsetBytes, data, this::put);
  }

  private void put(long offsetBytes, ByteBuffer data) throws IOException {
    long bytes = data.remaining();
    RandomAccess.write(file, data, offsetBytes);
    earlyFlush.wrote(bytes);
  }

  /** Gives the file its length and makes it durable. */
  void finish(long lengthBytes) throws IOException {
    RandomAccess.extend(file, lengthBytes);
    earlyFlush.finish();
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    earlyFlush.close();
    file.close();
  }
}
