package org.stowage.runtime.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.Operation;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.image.FormatRegistry;
import org.stowage.runtime.local.LocalDatastore;
import org.stowage.runtime.local.LocalTarget;
import org.stowage.runtime.target.Target;

/** Who gets a turn, and when. */
class FleetTest {

  private static final List<DeployRequest> TWENTY =
      IntStream.range(0, 20).mapToObj(i -> DeployRequest.of("image", "i" + i)).toList();

  @TempDir private Path folder;

  @Test
  void deploysSoManyAtATimeAndNoMore() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);

    List<Member> members =
        deploy(
            Operation.unwatched("fleet"),
            (wanted, transfer) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              three.countDown();
              await(three);
              running.decrementAndGet();
              throw refused(wanted);
            });

    assertEquals(20, members.size());
    assertEquals(3, most.get());
  }

  @Test
  void oneThatFailsKeepsNoOtherFromItsTurn() throws Exception {
    List<Member> members =
        deploy(
            Operation.unwatched("fleet"),
            (wanted, transfer) -> {
              if (wanted.name().equals("i7")) {
                throw new IllegalStateException("unforeseen");
              }
              throw refused(wanted);
            });

    assertEquals(
        TWENTY.stream().map(DeployRequest::name).toList(),
        members.stream().map(Member::name).toList());
    assertInstanceOf(IllegalStateException.class, cause(members.get(7)));
    assertEquals("refused i8", cause(members.get(8)).getMessage());
  }

  @Test
  void nothingMoreIsBegunOnceItIsCancelled() throws Exception {
    Operation operation = Operation.unwatched("fleet");
    AtomicInteger begun = new AtomicInteger();

    List<Member> members =
        deploy(
            operation,
            (wanted, transfer) -> {
              begun.incrementAndGet();
              operation.cancel();
              transfer.checkCancelled();
              throw refused(wanted);
            });

    assertEquals(20, members.size());
    members.forEach(one -> assertInstanceOf(CancelledException.class, cause(one)));
    assertTrue(begun.get() <= 3, begun::toString);
  }

  private List<Member> deploy(Operation operation, Fleet.Deploying deploying) throws IOException {
    LocalDatastore datastore =
        new LocalDatastore("one", "NFS", folder, OptionalLong.empty(), false);
    try (Target target =
        new LocalTarget(
            "local", List.of(datastore), type -> Optional.empty(), new FormatRegistry(List.of()))) {
      return new Fleet(target, deploying, 3).deploy(TWENTY, operation);
    }
  }

  private static Exception cause(Member member) {
    return assertInstanceOf(Member.Missing.class, member).cause();
  }

  private static StorageException refused(DeployRequest wanted) {
    return new StorageException(CommonError.NOT_ALLOWED, "refused " + wanted.name(), "");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
