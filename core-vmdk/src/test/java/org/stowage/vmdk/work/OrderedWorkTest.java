package org.stowage.vmdk.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

@Timeout(60)
class OrderedWorkTest {

  @Test
  void givesResultsInTheOrderOfTheWork() throws Exception {
    CountDownLatch secondIsDone = new CountDownLatch(1);
    try (OrderedWork<String> work = new OrderedWork<>("testing", 2)) {
      work.submit(
          () -> {
            secondIsDone.await();
            return "first";
          });
      work.submit(
          () -> {
            secondIsDone.countDown();
            return "second";
          });

      assertEquals("first", work.next());
      assertEquals("second", work.next());
      assertTrue(work.isEmpty());
    }
  }

  @Test
  void doesTheWorkOfOneThreadInTheCallers() throws Exception {
    try (OrderedWork<Thread> work = new OrderedWork<>("testing", 1)) {
      work.submit(Thread::currentThread);

      assertSame(Thread.currentThread(), work.next());
    }
  }

  @Test
  void worksWhileItWaits() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch secondIsDone = new CountDownLatch(1);
    try (OrderedWork<Thread> work = new OrderedWork<>("testing", 2)) {
      work.submit(
          () -> {
            begun.countDown();
            secondIsDone.await();
            return Thread.currentThread();
          });
      begun.await();
      work.submit(
          () -> {
            secondIsDone.countDown();
            return Thread.currentThread();
          });

      assertNotSame(Thread.currentThread(), work.next());
      assertSame(Thread.currentThread(), work.next());
    }
  }

  @Test
  void throwsWhatTheWorkThrew() throws Exception {
    IOException failure = new IOException("no");
    try (OrderedWork<String> work = new OrderedWork<>("testing", 2)) {
      work.submit(
          () -> {
            throw failure;
          });

      assertSame(failure, assertThrows(IOException.class, work::next));
    }
  }

  @Test
  void reportsAFaultAsOne() throws Exception {
    try (OrderedWork<String> work = new OrderedWork<>("testing", 2)) {
      work.submit(
          () -> {
            throw new IllegalStateException("oh");
          });

      StorageException fault = assertThrows(StorageException.class, work::next);
      assertEquals(CommonError.INTERNAL_FAULT, fault.code());
      assertEquals("testing failed: java.lang.IllegalStateException: oh", fault.getMessage());
    }
  }

  @Test
  void stopsWaitingWhenInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (OrderedWork<String> work = new OrderedWork<>("testing", 2)) {
      work.submit(
          () -> {
            never.await();
            return "";
          });
      Thread.currentThread().interrupt();

      assertThrows(CancelledException.class, work::next);
      assertTrue(Thread.interrupted());
    }
  }
}
