package org.stowage.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.Transfer;

/**
 * The body of an answer, as a stream that never waits without looking whether to stop, nor for
 * longer than is allowed. No more than one part is held that was not read yet.
 */
final class ReceivedBytes extends InputStream implements BodySubscriber<InputStream> {

  private static final long LOOK_AROUND_MILLIS = 200;

  private final Duration silence;
  private final Transfer transfer;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final Queue<ByteBuffer> received = new ArrayDeque<>();
  private @Nullable End end;

  /** What comes from the connection, in order. */
  private sealed interface Event permits Part, End {}

  private record Part(List<ByteBuffer> buffers) implements Event {}

  private record End(@Nullable Throwable failure) implements Event {}

  ReceivedBytes(Duration silence, Transfer transfer) {
    this.silence = silence;
    this.transfer = transfer;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (subscription.complete(given)) {
      given.request(1);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    events.add(new Part(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new End(failure));
  }

  @Override
  public void onComplete() {
    events.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer next = next();
    if (next == null) {
      return -1;
    }
    int count = Math.min(length, next.remaining());
    next.get(into, offset, count);
    return count;
  }

  /** Bytes that were not read yet; null after the last. */
  private @Nullable ByteBuffer next() throws IOException {
    while (true) {
      ByteBuffer first = received.peek();
      if (first != null && first.hasRemaining()) {
        return first;
      }
      if (first != null) {
        received.remove();
        if (received.isEmpty()) {
          subscription.join().request(1);
        }
      } else if (end != null) {
        if (end.failure() != null) {
          throw new IOException(end.failure().getMessage(), end.failure());
        }
        return null;
      } else {
        await();
      }
    }
  }

  private void await() throws IOException {
    long begun = System.nanoTime();
    while (true) {
      transfer.checkCancelled();
      Event event = poll();
      if (event instanceof Part part) {
        received.addAll(part.buffers());
        if (received.isEmpty()) {
          subscription.join().request(1);
        }
        return;
      }
      if (event instanceof End last) {
        end = last;
        return;
      }
      if (System.nanoTime() - begun > silence.toNanos()) {
        throw new IOException("nothing came for " + silence.toSeconds() + " s");
      }
    }
  }

  private @Nullable Event poll() throws CancelledException {
    try {
      return events.poll(LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for the server");
    }
  }

  @Override
  public void close() {
    subscription.cancel(false);
    if (!subscription.isCancelled()) {
      subscription.join().cancel();
    }
    received.clear();
    end = end == null ? new End(new IOException("the stream is closed")) : end;
  }
}
