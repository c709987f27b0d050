package org.stowage.runtime.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stowage.api.CancelledException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.Operation;
import org.stowage.testkit.TestTransfer;

/** What the claims of every {@link Target} keep. */
@SuppressWarnings("try") // claims are held, not used
abstract class ClaimsContract {

  abstract TargetUnderTest subject();

  private DatastorePath path(String path) {
    return DatastorePath.root(subject().first()).resolve(path);
  }

  private Target.Claim claim(DatastorePath path) throws IOException {
    return subject().target().claim(path, new TestTransfer(1));
  }

  /** A target that is not on this machine cannot be asked by a thread that is interrupted. */
  private boolean isFreeToTheInterrupted(DatastorePath path) throws IOException {
    try {
      return isFree(subject().again(), path);
    } catch (CancelledException e) {
      return false;
    }
  }

  private boolean isFree(Target target, DatastorePath path) throws IOException {
    var claim = target.tryClaim(path);
    if (claim.isPresent()) {
      claim.get().close();
    }
    return claim.isPresent();
  }

  @Test
  void areHeldByOneAlone() throws IOException {
    try (Target.Claim held = claim(path("none/needs to exist"))) {
      assertFalse(isFree(subject().target(), path("none/needs to exist")));
      assertFalse(isFree(subject().again(), path("none/needs to exist")));
      held.close();
      assertTrue(isFree(subject().again(), path("none/needs to exist")));
    }
  }

  @Test
  void areGivenUpOnce() throws IOException {
    Target.Claim first = claim(path("a"));
    first.close();
    try (Target.Claim second = claim(path("a"))) {
      first.close();
      assertFalse(isFree(subject().again(), path("a")));
    }
  }

  @Test
  void ofOtherPathsAndDatastoresAreOthers() throws IOException {
    try (Target.Claim held = claim(path("a"))) {
      assertTrue(isFree(subject().target(), path("a/b")));
      assertTrue(isFree(subject().target(), path("A")));
      DatastorePath elsewhere = DatastorePath.root(subject().second()).resolve("a");
      assertTrue(isFree(subject().target(), elsewhere));
      assertFalse(isFree(subject().again(), path("a")));
    }
  }

  @Test
  void outliveOneAnother() throws IOException {
    try (Target.Claim held = claim(path("a"))) {
      claim(path("b")).close();
      assertTrue(isFree(subject().again(), path("c")));
      assertFalse(isFree(subject().again(), path("a")));
    }
  }

  @Test
  void outliveTheInterruptionOfTheirUsers() throws IOException {
    try (Target.Claim held = claim(path("a"))) {
      Thread.currentThread().interrupt();
      try {
        assertFalse(isFreeToTheInterrupted(path("a")));
        assertThrows(CancelledException.class, () -> claim(path("a")));
      } finally {
        assertTrue(Thread.interrupted());
      }
      assertFalse(isFree(subject().again(), path("a")));
    }
  }

  @Test
  void areWaitedForUntilTheyAreFree() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Target.Claim held = claim(path("a"))) {
      CountDownLatch waiting = new CountDownLatch(1);
      Operation operation = new Operation("waiting", 1, (done, total) -> {});
      Future<Target.Claim> waited =
          other.submit(
              () -> {
                waiting.countDown();
                return subject().again().claim(path("a"), operation);
              });
      waiting.await();
      assertFalse(waited.isDone());
      held.close();
      Target.Claim had = assertTimeoutPreemptively(Duration.ofSeconds(20), (() -> waited.get()));
      assertFalse(isFree(subject().target(), path("a")));
      had.close();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void areNotWaitedForWhenCancelled() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    Operation operation = new Operation("waiting", 1, (done, total) -> {});
    try (Target.Claim held = claim(path("a"))) {
      Future<CancelledException> waited =
          other.submit(
              () ->
                  assertThrows(
                      CancelledException.class,
                      () -> subject().target().claim(path("a"), operation)));
      operation.cancel();
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> waited.get());
      assertFalse(isFree(subject().target(), path("a")));
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void keepThreadsApart() throws Exception {
    int threads = 8;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger entered = new AtomicInteger();
    ExecutorService crowd = Executors.newFixedThreadPool(threads);
    try {
      Callable<Integer> visit =
          () -> {
            try (Target.Claim held = claim(path("a"))) {
              assertEquals(1, inside.incrementAndGet());
              entered.incrementAndGet();
              inside.decrementAndGet();
            }
            return 0;
          };
      List<Callable<Integer>> visits = Stream.generate(() -> visit).limit(3 * threads).toList();
      for (Future<Integer> done : crowd.invokeAll(visits)) {
        done.get();
      }
    } finally {
      crowd.shutdownNow();
    }
    assertEquals(3 * threads, entered.get());
  }
}
