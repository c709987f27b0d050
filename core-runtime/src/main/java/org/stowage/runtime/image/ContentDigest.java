package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

  /** They end when there is nothing to digest for a second. */
  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "stowage-content-digest");
            thread.setDaemon(true);
            return thread;
          });

  private final MessageDigest sha256 = new Digest("sha256", "").start();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private final byte[] block = new byte[BLOCK_BYTES];
  private long blockNumber = -1;

  /** The last of the pieces that are digested one after the other, by another thread. */
  private CompletableFuture<Void> digested = CompletableFuture.completedFuture(null);

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
    digested.join();
    end();
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}

  /**
   * A sink whose content is digested here as well, by another thread that stays at most 4 MiB
   * behind, so that it takes no time of the writing where there is a core for it.
   */
  DiskSink beside(DiskSink sink) {
    return new Beside(sink);
  }

  private final class Beside implements DiskSink {

    private static final int PIECE_BYTES = 1 << 18;
    private static final int MOST_BEHIND = 16;

    private final DiskSink sink;
    private final Semaphore room = new Semaphore(MOST_BEHIND);

    Beside(DiskSink sink) {
      this.sink = sink;
    }

    @Override
    public void write(long offsetBytes, ByteBuffer data) throws IOException {
      ByteBuffer left = data.duplicate();
      long offset = offsetBytes;
      while (left.hasRemaining()) {
        int count = Math.min(PIECE_BYTES, left.remaining());
        ByteBuffer piece = ByteBuffer.allocate(count).put(left.slice().limit(count)).flip();
        left.position(left.position() + count);
        digestLater(offset, piece);
        offset += count;
      }
      sink.write(offsetBytes, data);
    }

    private void digestLater(long offsetBytes, ByteBuffer piece) {
      room.acquireUninterruptibly();
      digested =
          digested.thenRunAsync(
              () -> {
                ContentDigest.this.write(offsetBytes, piece);
                room.release();
              },
              THREADS);
    }

    @Override
    public void finish() throws IOException {
      sink.finish();
    }

    @Override
    public void close() throws IOException {
      sink.close();
    }
  }
}
