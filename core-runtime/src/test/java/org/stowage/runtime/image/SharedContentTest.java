package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.TestTransfer;

class SharedContentTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Transfer TRANSFER = new TestTransfer(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] content = new byte[20 << 20];
  private final AtomicInteger readings = new AtomicInteger();
  private @Nullable StorageException damage;

  SharedContentTest() {
    new Random(7).nextBytes(content);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void givesAllToEachAndReadsItOnce() throws Exception {
    SharedContent shared = new SharedContent(new Source(), 3, LONG);
    List<Future<byte[]>> taken = takeAll(shared.readers());

    shared.read(TRANSFER);

    for (Future<byte[]> each : taken) {
      assertArrayEquals(content, each.get());
    }
    assertEquals(1, readings.get());
  }

  @Test
  void goesOnWithoutWhoFails() throws Exception {
    SharedContent shared = new SharedContent(new Source(), 2, LONG);
    DiskImage failing = shared.readers().get(0);
    Future<Object> full =
        threads.submit(
            () -> {
              try (failing) {
                failing.copyTo(new Full(), TRANSFER);
              }
              return null;
            });
    Future<byte[]> other = take(shared.readers().get(1));

    shared.read(TRANSFER);

    assertArrayEquals(content, other.get());
    assertEquals(CommonError.DATASTORE_FULL, failure(full).code());
  }

  @Test
  void goesOnWithoutWhoNeverReads() throws Exception {
    SharedContent shared = new SharedContent(new Source(), 2, LONG);
    shared.readers().get(0).close();
    Future<byte[]> other = take(shared.readers().get(1));

    shared.read(TRANSFER);

    assertArrayEquals(content, other.get());
  }

  @Test
  void goesOnWithoutWhoTakesNothingForATime() throws Exception {
    SharedContent shared = new SharedContent(new Source(), 2, Duration.ofMillis(300));
    CountDownLatch done = new CountDownLatch(1);
    DiskImage stuck = shared.readers().get(0);
    Future<Object> late =
        threads.submit(
            () -> {
              try (stuck) {
                stuck.copyTo(new Waiting(done), TRANSFER);
              }
              return null;
            });
    Future<byte[]> other = take(shared.readers().get(1));

    shared.read(TRANSFER);
    assertArrayEquals(content, other.get());
    done.countDown();

    assertEquals(CommonError.TRANSFER, failure(late).code());
  }

  @Test
  void readsNothingWhenNobodyIsLeft() throws Exception {
    SharedContent shared = new SharedContent(new Source(), 2, LONG);
    for (DiskImage reader : shared.readers()) {
      reader.close();
    }

    shared.read(TRANSFER);

    assertEquals(0, readings.get());
  }

  @Test
  void tellsAllThatTheImageIsDamaged() throws Exception {
    damage = new StorageException(CommonError.INTEGRITY, "another was promised", "");
    SharedContent shared = new SharedContent(new Source(), 2, LONG);
    List<Future<byte[]>> taken = takeAll(shared.readers());

    assertSame(damage, assertThrows(StorageException.class, () -> shared.read(TRANSFER)));

    for (Future<byte[]> each : taken) {
      assertSame(damage, failure(each));
    }
  }

  private static StorageException failure(Future<?> task) {
    return (StorageException) assertThrows(ExecutionException.class, task::get).getCause();
  }

  private List<Future<byte[]>> takeAll(List<DiskImage> readers) {
    List<Future<byte[]>> taken = new ArrayList<>();
    readers.forEach(reader -> taken.add(take(reader)));
    return taken;
  }

  private Future<byte[]> take(DiskImage reader) {
    return threads.submit(
        () -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (reader) {
            reader.copyTo(new Collecting(bytes), TRANSFER);
          }
          return bytes.toByteArray();
        });
  }

  /** Puts everything one behind the other. */
  private record Collecting(ByteArrayOutputStream bytes) implements DiskSink {
    @Override
    public void write(long offsetBytes, ByteBuffer data) {
      assertEquals(bytes.size(), offsetBytes);
      byte[] piece = new byte[data.remaining()];
      data.get(piece);
      bytes.writeBytes(piece);
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  private static final class Full implements DiskSink {
    @Override
    public void write(long offsetBytes, ByteBuffer data) throws IOException {
      throw new StorageException(CommonError.DATASTORE_FULL, "no room", "");
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  private record Waiting(CountDownLatch until) implements DiskSink {
    @Override
    public void write(long offsetBytes, ByteBuffer data) throws IOException {
      try {
        until.await();
      } catch (InterruptedException e) {
        throw new CancelledException("waiting");
      }
      data.position(data.limit());
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  /** Gives its content in pieces of a MiB, then fails if it is damaged. */
  private final class Source implements DiskImage {
    @Override
    public DiskFacts facts() {
      return new DiskFacts(
          null, "raw", "disk.raw", null, content.length, null, -1, null, List.of());
    }

    @Override
    public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
      readings.incrementAndGet();
      for (int at = 0; at < content.length; at += 1 << 20) {
        sink.write(at, ByteBuffer.wrap(content, at, 1 << 20));
      }
      if (damage != null) {
        throw damage;
      }
    }

    @Override
    public Optional<StoredForm> stored() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
