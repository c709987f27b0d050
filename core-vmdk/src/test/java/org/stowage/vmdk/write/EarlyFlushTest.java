package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stowage.api.StorageException;

@Timeout(20)
class EarlyFlushTest {

  private final AtomicInteger flushes = new AtomicInteger();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @Test
  void flushesEachTimeEnoughWasWritten() throws Exception {
    EarlyFlush flush = new EarlyFlush(flushes::incrementAndGet);

    flush.wrote(EarlyFlush.EVERY_BYTES - 1);
    flush.finish();
    assertEquals(0, flushes.get());
    flush.wrote(1);
    flush.finish();
    assertEquals(1, flushes.get());
    flush.wrote(EarlyFlush.EVERY_BYTES - 1);
    flush.finish();
    assertEquals(1, flushes.get());
    flush.wrote(2);
    flush.finish();
    assertEquals(2, flushes.get());
  }

  @Test
  void writesOnWhileOneFlushRunsAndStartsNoOther() throws Exception {
    try (EarlyFlush flush = new EarlyFlush(this::untilItMayEnd)) {
      for (int i = 0; i < 5; i++) {
        flush.wrote(EarlyFlush.EVERY_BYTES);
      }
      started.await();
      mayEnd.countDown();
      flush.finish();

      assertEquals(1, flushes.get());
    }
  }

  @Test
  void closesWhenNoFlushRunsAnyMore() throws Exception {
    EarlyFlush flush = new EarlyFlush(this::untilItMayEnd);
    flush.wrote(EarlyFlush.EVERY_BYTES);
    started.await();
    Thread.currentThread().interrupt();
    new Thread(mayEnd::countDown).start();

    flush.close();

    assertTrue(Thread.interrupted(), "the interrupt is lost");
    assertEquals(1, flushes.get());
    flush.close();
  }

  private Object untilItMayEnd() throws InterruptedException {
    started.countDown();
    mayEnd.await();
    return flushes.incrementAndGet();
  }

  @Test
  void throwsAtTheNextWriteOrTheEndWhatAFlushThrew() throws Exception {
    IOException failure = new IOException("no space left");
    EarlyFlush flush = failing(failure);
    flush.wrote(EarlyFlush.EVERY_BYTES);

    assertSame(failure, assertThrows(IOException.class, flush::finish));
    assertSame(failure, assertThrows(IOException.class, flush::finish));
    assertSame(failure, assertThrows(IOException.class, () -> flush.wrote(EarlyFlush.EVERY_BYTES)));
    assertFalse(Thread.interrupted());
    flush.close();
  }

  @Test
  void saysThatAFaultIsOne() throws Exception {
    EarlyFlush flush = failing(new IllegalStateException("broken"));
    flush.wrote(EarlyFlush.EVERY_BYTES);

    assertEquals(
        "writing a disk failed: java.lang.IllegalStateException: broken",
        assertThrows(StorageException.class, flush::finish).getMessage());
  }

  private static EarlyFlush failing(Exception failure) {
    return new EarlyFlush(
        () -> {
          throw failure;
        });
  }
}
