package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.StoredForm;
import org.stowage.runtime.Operation;
import org.stowage.testkit.TestTransfer;

class StoredFormStreamTest {

  private static final byte[] CONTENT = new byte[5 << 20];

  static {
    new Random(7).nextBytes(CONTENT);
  }

  @Test
  void readsWhatIsWritten() throws IOException {
    try (StoredFormStream stream = open(Form.of(CONTENT))) {
      assertArrayEquals(CONTENT, stream.readAllBytes());
      assertEquals(-1, stream.read());
    }
  }

  @Test
  void readsByteByByte() throws IOException {
    try (StoredFormStream stream = open(Form.of(new byte[] {1, -1}))) {
      assertEquals(1, stream.read());
      assertEquals(255, stream.read());
      assertEquals(-1, stream.read());
    }
  }

  @Test
  void throwsAtTheEndWhatTheWriterThrew() throws IOException {
    StorageException failure = new StorageException(CommonError.INTEGRITY, "digest differs", "");
    Form form =
        (out, transfer) -> {
          out.write(CONTENT);
          throw failure;
        };
    try (StoredFormStream stream = open(form)) {
      assertArrayEquals(CONTENT, stream.readNBytes(CONTENT.length));
      assertSame(failure, assertThrows(StorageException.class, stream::read));
    }
  }

  @Test
  void throwsTheWritersUncheckedFaultsToo() {
    Form form =
        (out, transfer) -> {
          throw new IllegalStateException("a fault");
        };
    try (StoredFormStream stream = open(form)) {
      assertThrows(IllegalStateException.class, stream::readAllBytes);
    }
  }

  @Test
  void stopsAWriterThatNobodyReads() throws InterruptedException {
    AtomicReference<Thread> writer = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    Form endless =
        (out, transfer) -> {
          writer.set(Thread.currentThread());
          started.countDown();
          while (true) {
            out.write(CONTENT);
          }
        };
    StoredFormStream stream = open(endless);
    started.await();

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), stream::close);

    assertFalse(writer.get().isAlive());
  }

  @Test
  void stopsAWriterThatDoesNotWriteButAsks() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Form asking =
        (out, transfer) -> {
          started.countDown();
          while (true) {
            transfer.checkCancelled();
            Thread.onSpinWait();
          }
        };
    StoredFormStream stream = open(asking);
    started.await();

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), stream::close);
  }

  @Test
  void closesTwice() {
    StoredFormStream stream = open(Form.of(CONTENT));
    stream.close();
    stream.close();
  }

  @Test
  void endsBothSidesWhenCancelled() throws InterruptedException {
    Operation operation = new Operation("sending", 1, (done, total) -> {});
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicReference<Thread> writer = new AtomicReference<>();
    Form silent =
        (out, transfer) -> {
          writer.set(Thread.currentThread());
          waiting.countDown();
          while (true) {
            transfer.checkCancelled();
            Thread.onSpinWait();
          }
        };
    try (StoredFormStream stream = StoredFormStream.open(silent, operation)) {
      waiting.await();
      operation.cancel();
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> assertThrows(CancelledException.class, stream::read));
    }
    assertFalse(writer.get().isAlive());
  }

  @Test
  void staysAtMostOneMebibyteAhead() throws IOException, InterruptedException {
    AtomicLong written = new AtomicLong();
    AtomicReference<Thread> writer = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    Form counting =
        (out, transfer) -> {
          writer.set(Thread.currentThread());
          started.countDown();
          for (int i = 0; i < CONTENT.length; i += 1024) {
            out.write(CONTENT, i, 1024);
            written.set(i + 1024L);
          }
        };
    try (StoredFormStream stream = open(counting)) {
      started.await();
      while (writer.get().isAlive() && writer.get().getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      assertEquals(1 << 20, written.get());
      assertArrayEquals(CONTENT, stream.readAllBytes());
    }
  }

  private static StoredFormStream open(StoredForm form) {
    return StoredFormStream.open(form, new TestTransfer(1));
  }

  /** A form by what it writes. */
  private interface Form extends StoredForm {

    static Form of(byte[] content) {
      return (out, transfer) -> out.write(content);
    }

    @Override
    default String format() {
      return "streamOptimized";
    }

    @Override
    default OptionalLong lengthBytes() {
      return OptionalLong.empty();
    }

    @Override
    void writeTo(OutputStream out, Transfer transfer) throws IOException;
  }
}
