package org.stowage.vmdk.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.stowage.vmdk.work.Zeros;

/** A file that holds a disk byte for byte, with holes where the disk has zeros. */
final class HoleyFile implements java.io.Closeable {

  /** What file systems allocate, on the whole: smaller holes would save nothing. */
  private static final int BLOCK_BYTES = 4096;

  private final FileChannel file;
  private final EarlyFlush earlyFlush;

  HoleyFile(FileChannel file) {
    this.file = file;
    this.earlyFlush = EarlyFlush.of(file);
  }

  /** Writes what is not zero. */
  void write(long offsetBytes, ByteBuffer data) throws IOException {
    int start = 0;
    int end = 0;
    while (end < data.limit()) {
      int untilBoundary = BLOCK_BYTES - (int) ((offsetBytes + end) % BLOCK_BYTES);
      int block = Math.min(data.limit() - end, untilBoundary);
      if (Zeros.fill(data, end, block)) {
        writeAll(data.slice(start, end - start), offsetBytes + start);
        start = end + block;
      }
      end += block;
    }
    writeAll(data.slice(start, end - start), offsetBytes + start);
  }

  /** Writes zeros too. */
  void writeAll(ByteBuffer data, long positionBytes) throws IOException {
    long bytes = data.remaining();
    RandomAccess.write(file, data, positionBytes);
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
