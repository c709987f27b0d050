package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.stowage.api.disk.DiskSink;
import org.stowage.vmdk.work.Zeros;

/**
 * What the content of a disk adds up to, however it is stored: the SHA-256 of its blocks of 64 KiB
 * in ascending order, each after its number in eight bytes, those left out that are all zeros. So
 * zeros cost nothing, and neither does it matter which of them a format keeps, or how many a
 * datastore adds at the end.
 */
public final class ContentDigest implements DiskSink {

  private static final int BLOCK_BYTES = 64 * 1024;

  private final MessageDigest sha256 = new Digest("sha256", "").start();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private final byte[] block = new byte[BLOCK_BYTES];
  private long blockNumber = -1;

  @Override
  public void write(long offsetBytes, ByteBuffer data) {
    long offset = offsetBytes;
    while (data.hasRemaining()) {
      begin(offset / BLOCK_BYTES);
      int at = (int) (offset % BLOCK_BYTES);
      int count = Math.min(BLOCK_BYTES - at, data.remaining());
      data.get(block, at, count);
      offset += count;
    }
  }

  private void begin(long next) {
    if (next != blockNumber) {
      end();
      Arrays.fill(block, (byte) 0);
      blockNumber = next;
    }
  }

  private void end() {
    if (blockNumber >= 0 && !Zeros.fill(ByteBuffer.wrap(block), 0, BLOCK_BYTES)) {
      sha256.update(number.clear().putLong(blockNumber).flip());
      sha256.update(block);
    }
    blockNumber = -1;
  }

  /** The digest of what was written, in hexadecimal. Called once, at the end. */
  public String hex() {
    end();
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}

  /** A sink whose content is digested here as well. */
  DiskSink beside(DiskSink sink) {
    return new DiskSink() {
      @Override
      public void write(long offsetBytes, ByteBuffer data) throws IOException {
        ContentDigest.this.write(offsetBytes, data.duplicate());
        sink.write(offsetBytes, data);
      }

      @Override
      public void finish() throws IOException {
        sink.finish();
      }

      @Override
      public void close() throws IOException {
        sink.close();
      }
    };
  }
}
