package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.ExitStatus;
import org.stowage.api.StorageException;
import org.stowage.testkit.lab.LabState;
import org.stowage.testkit.lab.LabVcenter;

/**
 * Deployments during which one thing goes wrong, at each of their calls in turn. Each either
 * succeeds or fails with one error, and leaves nothing in both cases.
 */
class VsphereFaultSweepIT {

  private static final String ALL = "*";
  private static final Set<String> OUTSIDE_SESSIONS =
      Set.of(ALL, "RetrieveServiceContent", "Login");

  @TempDir private static Path folder;
  private static LabVcenter lab;
  private static RuntimeOnLab linking;
  private static RuntimeOnLab copying;

  @BeforeAll
  static void start() throws Exception {
    lab = LabVcenter.start();
    linking = new RuntimeOnLab(lab, folder, "insecure = true");
    copying = new RuntimeOnLab(lab, folder, "insecure = true", "use_linked_clone = false");
    // What is made once for all images is there.
    for (Route route : List.of(linkedOva("nfs-1"), linkedOva("vsan-1"), copiedSparse())) {
      route.calls(method -> true);
    }
  }

  @AfterAll
  static void end() throws Exception {
    // There is none where the program is missing.
    if (lab != null) {
      linking.close();
      copying.close();
      lab.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> aSessionMayEndAtAnyCall() throws Exception {
    Route route = linkedOva("nfs-1");
    int calls = route.calls(method -> !OUTSIDE_SESSIONS.contains(method));
    return sweep(route, calls, "session:%d", true);
  }

  @TestFactory
  Stream<DynamicTest> anyCallMayFailOnTheWayThroughALease() throws Exception {
    return sweepCalls(linkedOva("nfs-1"));
  }

  @TestFactory
  Stream<DynamicTest> anyCallMayFailOnTheWayThroughAnUpload() throws Exception {
    return sweepCalls(copiedSparse());
  }

  @TestFactory
  Stream<DynamicTest> anyTaskMayFailOnTheWayThroughALease() throws Exception {
    return sweepTasks(linkedOva("vsan-1"));
  }

  @TestFactory
  Stream<DynamicTest> anyTaskMayFailOnTheWayThroughAnUpload() throws Exception {
    return sweepTasks(copiedSparse());
  }

  private static Stream<DynamicTest> sweepCalls(Route route) throws Exception {
    int calls = route.calls(method -> !method.equals(ALL));
    return sweep(route, calls, "*:%d:HostCommunication", false);
  }

  private static Stream<DynamicTest> sweepTasks(Route route) throws Exception {
    int tasks = route.calls(method -> method.endsWith("_Task"));
    return sweep(route, tasks, "task:*:%d:FileFault", false);
  }

  private static Stream<DynamicTest> sweep(Route route, int last, String fault, boolean succeeds) {
    return IntStream.rangeClosed(1, last)
        .mapToObj(
            number -> {
              String one = fault.formatted(number);
              boolean isAmongTheLast = number > last * 9 / 10;
              return DynamicTest.dynamicTest(
                  one, () -> route.survives(one, isAmongTheLast, succeeds));
            });
  }

  private static Route linkedOva(String datastore) {
    return new Route(linking, "ova", datastore);
  }

  private static Route copiedSparse() {
    return new Route(copying, "sparse", "vmfs-1");
  }

  /** A way from an image to an instance. */
  private record Route(RuntimeOnLab runtime, String format, String datastore) {

    /** How many calls of some methods a deployment makes that nothing keeps from it. */
    int calls(Predicate<String> method) throws Exception {
      LabState before = lab.state();
      assertEquals(Optional.empty(), runtime.attempt(format, datastore));
      Map<String, Integer> after = lab.state().calls();
      runtime.destroyAll();
      return after.keySet().stream()
          .filter(method)
          .mapToInt(name -> after.get(name) - before.calls(name))
          .sum();
    }

    void survives(String fault, boolean isAmongTheLast, boolean succeeds) throws Exception {
      List<String> before = runtime.left();
      lab.fault(fault);
      Optional<StorageException> failure = runtime.attempt(format, datastore);
      boolean cameTrue = lab.state().faults().isEmpty();
      lab.clearFaults();
      List<String> machines = lab.state().machines();
      runtime.destroyAll();

      // A server that is quicker than before is asked a little less often.
      assertTrue(cameTrue || isAmongTheLast && failure.isEmpty(), fault);
      assertEquals(failure.isEmpty(), machines.contains(RuntimeOnLab.INSTANCE), fault);
      assertEquals(before, runtime.left());
      if (succeeds) {
        assertEquals(Optional.empty(), failure);
      }
      failure.ifPresent(
          e -> {
            assertEquals(ExitStatus.FAILURE, e.code().exit(), e::toString);
            String name = fault.substring(fault.lastIndexOf(':') + 1);
            assertTrue(e.getMessage().contains(name), e::toString);
          });
    }
  }
}
