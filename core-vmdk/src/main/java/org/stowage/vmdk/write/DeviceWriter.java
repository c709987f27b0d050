package org.stowage.vmdk.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a device in large pieces of whole blocks, several at a time: an array answers each only
 * when it has it, and unbuffered channels take nothing else. Blocks that are given in part are
 * filled up with zeros. For use by one thread.
 *
 * <p>An error of any piece is thrown by a later call, at the latest by {@link #finish()}.
 */
final class DeviceWriter implements Closeable {

  private static final int BLOCK_BYTES = 4096;
  private static final int PIECE_BYTES = 1 << 20;
  private static final int PIECES = 8;
  private static final int THREADS = 4;

  private final FileChannel device;
  private final long deviceBytes;
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(PIECES);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "stowage-device-writer");
            // A caller that dies without closing must not keep the process alive.
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable ByteBuffer piece;
  private long pieceStart;

  DeviceWriter(FileChannel device, long deviceBytes) {
    this.device = device;
    this.deviceBytes = deviceBytes;
    for (int i = 0; i < PIECES; i++) {
      free.add(ByteBuffer.allocateDirect(PIECE_BYTES + BLOCK_BYTES).alignedSlice(BLOCK_BYTES));
    }
  }

  /** Writes what comes after all that was written before; the buffer is free on return. */
  void write(long offsetBytes, ByteBuffer data) throws IOException {
    long offset = offsetBytes;
    while (data.hasRemaining()) {
      ByteBuffer into = pieceAt(offset);
      int length = Math.min(into.remaining(), data.remaining());
      into.put(data.slice(data.position(), length));
      data.position(data.position() + length);
      offset += length;
      if (!into.hasRemaining()) {
        send(into);
      }
    }
  }

  /** The piece that goes on at an offset. */
  private ByteBuffer pieceAt(long offset) throws IOException {
    ByteBuffer open = piece;
    if (open != null) {
      long end = pieceStart + open.position();
      if (offset == end || offset < roundedUp(end)) {
        putZeros(open, (int) (offset - end));
        return open;
      }
      send(open);
    }
    ByteBuffer next = take().clear().limit(PIECE_BYTES);
    pieceStart = offset - offset % BLOCK_BYTES;
    putZeros(next, (int) (offset - pieceStart));
    piece = next;
    return next;
  }

  private static long roundedUp(long bytes) {
    return -Math.floorDiv(-bytes, BLOCK_BYTES) * BLOCK_BYTES;
  }

  private static void putZeros(ByteBuffer into, int count) {
    for (int i = 0; i < count; i++) {
      into.put((byte) 0);
    }
  }

  private void send(ByteBuffer full) throws IOException {
    long start = pieceStart;
    piece = null;
    long end = Math.min(roundedUp(start + full.position()), deviceBytes);
    putZeros(full, (int) Math.max(0, end - start - full.position()));
    full.flip();
    threads.execute(() -> put(full, start));
    check();
  }

  private void put(ByteBuffer data, long position) {
    try {
      if (failure.get() == null) {
        RandomAccess.write(device, data, position);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      free.add(data);
    }
  }

  /** Waits for a piece. Writes end by themselves: an interrupt is left for later. */
  private ByteBuffer take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return free.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void check() throws IOException {
    Throwable found = failure.get();
    if (found instanceof IOException e) {
      throw e;
    }
    if (found != null) {
      throw new IllegalStateException(found);
    }
  }

  /** Writes what is left, and makes all of it durable. */
  void finish() throws IOException {
    if (piece != null) {
      send(piece);
    }
    awaitAll();
    check();
    device.force(false);
  }

  private void awaitAll() {
    for (int i = 0; i < PIECES; i++) {
      take();
    }
  }

  /** Waits until nothing is being written, and closes the device. */
  @Override
  public void close() throws IOException {
    threads.shutdown();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    device.close();
  }
}
