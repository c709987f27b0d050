package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;

/**
 * The content of one image, read once, for several who each take it at their own pace: the slowest
 * sets it, at most 4 MiB behind. Who fails drops out, and so does who takes nothing for a time; the
 * others go on.
 *
 * <p>Each reader has to be closed by whoever uses it, read or not, as the reading begins when all
 * have either begun to read or gone.
 */
public final class SharedContent {

  private static final int MOST_BEHIND = 16;
  private static final int CHUNK_BYTES = 1 << 18;
  private static final long WAIT_MILLIS = 200;

  private final DiskImage image;
  private final Duration patience;
  private final List<Reader> readers = new ArrayList<>();
  private final CountDownLatch arrivals;

  /**
   * @param image stays the caller's to close
   * @param patience how long the others wait for one who takes nothing
   */
  public SharedContent(DiskImage image, int readers, Duration patience) {
    this.image = image;
    this.patience = patience;
    this.arrivals = new CountDownLatch(readers);
    for (int i = 0; i < readers; i++) {
      this.readers.add(new Reader());
    }
  }

  /** The image once for each reader. */
  public List<DiskImage> readers() {
    return List.copyOf(readers);
  }

  /**
   * Reads the image, in the calling thread, once all readers have come; not at all when all have
   * gone.
   *
   * @throws StorageException when the image cannot be read, which all readers are told, too
   */
  public void read(Transfer transfer) throws IOException {
    try {
      while (!arrivals.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        transfer.checkCancelled();
      }
      if (readers.stream().allMatch(reader -> reader.gone)) {
        return;
      }
      image.copyTo(new Everybody(transfer), transfer);
      end(null, transfer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancelledException cancelled = new CancelledException("reading " + image.facts().fileName());
      end(cancelled, transfer);
      throw cancelled;
    } catch (IOException | RuntimeException e) {
      end(e, transfer);
      throw e;
    }
  }

  private void end(@Nullable Exception failure, Transfer transfer) {
    for (Reader reader : readers) {
      reader.end(new End(failure));
    }
  }

  /** What readers are given. */
  private sealed interface Piece permits Chunk, End {}

  private record Chunk(long offsetBytes, ByteBuffer data) implements Piece {}

  private record End(@Nullable Exception failure) implements Piece {}

  /** Gives each reader that is still there all that is written. */
  private final class Everybody implements DiskSink {

    private final Transfer transfer;

    Everybody(Transfer transfer) {
      this.transfer = transfer;
    }

    @Override
    public void write(long offsetBytes, ByteBuffer data) throws IOException {
      long offset = offsetBytes;
      while (data.hasRemaining()) {
        int count = Math.min(CHUNK_BYTES, data.remaining());
        ByteBuffer copy = ByteBuffer.allocate(count);
        copy.put(data.slice().limit(count)).flip();
        data.position(data.position() + count);
        boolean anybody = false;
        for (Reader reader : readers) {
          anybody |= reader.give(new Chunk(offset, copy.asReadOnlyBuffer()), transfer);
        }
        if (!anybody) {
          throw new CancelledException("reading an image for which nobody is left");
        }
        offset += count;
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  /** The image as one of the readers has it. */
  private final class Reader implements DiskImage {

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(MOST_BEHIND);
    private boolean arrived;
    private volatile boolean gone;
    private volatile boolean tooSlow;
    private volatile @Nullable End end;

    /** Waits for room; false when the reader is gone. */
    boolean give(Chunk chunk, Transfer transfer) throws IOException {
      long start = System.nanoTime();
      try {
        while (!gone && !pieces.offer(chunk, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
          transfer.checkCancelled();
          if (System.nanoTime() - start > patience.toNanos()) {
            tooSlow = true;
            gone = true;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("reading " + image.facts().fileName());
      }
      return !gone;
    }

    void end(End how) {
      end = how;
    }

    @Override
    public DiskFacts facts() {
      return image.facts();
    }

    @Override
    public Optional<StoredForm> stored() {
      return Optional.empty();
    }

    @Override
    public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
      arrive();
      while (next(transfer) instanceof Chunk chunk) {
        sink.write(chunk.offsetBytes(), chunk.data());
      }
    }

    private Piece next(Transfer transfer) throws IOException {
      while (true) {
        transfer.checkCancelled();
        End over = end;
        Piece piece = poll();
        if (tooSlow) {
          throw new StorageException(
              CommonError.TRANSFER,
              "it took nothing of %s for %d s, and the others went on"
                  .formatted(image.facts().fileName(), patience.toSeconds()),
              "Run the command again when it is faster; it is copied from another datastore then.");
        }
        if (piece != null) {
          return piece;
        }
        if (over != null) {
          rethrow(over.failure());
          return over;
        }
      }
    }

    private @Nullable Piece poll() throws CancelledException {
      try {
        return pieces.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("reading " + image.facts().fileName());
      }
    }

    private synchronized void arrive() {
      if (!arrived) {
        arrived = true;
        arrivals.countDown();
      }
    }

    @Override
    public void close() {
      gone = true;
      arrive();
    }
  }

  private static void rethrow(@Nullable Exception failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
  }
}
