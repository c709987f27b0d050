package org.stowage.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.plugin.PluginReport;
import org.stowage.runtime.plugin.fence.PluginCalls;
import org.stowage.testkit.PluginJar;

@Timeout(60)
class StowageServiceTest {

  private static final String STOPPED = "stowage.test.stopped";

  @TempDir Path folder;
  @TempDir Path home;

  @BeforeEach
  void forget() {
    System.clearProperty(STOPPED);
  }

  /** A format that opens nothing, and tells when it is stopped. */
  private static PluginJar tape(String version) {
    return PluginJar.ofId("tape")
        .with("Plugin-Version", version)
        .with("Plugin-Class", "acme.Main")
        .source(
            "acme.Main",
            """
            package acme;
            public class Main extends org.pf4j.Plugin {
              @Override public void stop() {
                System.setProperty("%s", System.getProperty("%s", "") + "%s ");
              }
            }
            """
                .formatted(STOPPED, STOPPED, version))
        .source(
            "acme.Tape",
            """
            package acme;
            import java.io.IOException;
            import org.stowage.api.disk.*;
            @org.pf4j.Extension
            public final class Tape implements DiskFormat {
              static final class Torn extends IOException {
                Torn() { super("version %s"); }
              }
              public String id() { return "tape"; }
              public Recognition recognise(ImageHead head) { return Recognition.MAGIC; }
              public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
                throw new Torn();
              }
            }
            """
                .formatted(version));
  }

  private Stowage.Builder builder() {
    return Stowage.builder().home(home).plugins(folder);
  }

  private StowageService service(String version) throws IOException {
    tape(version).writeTo(folder.resolve("tape.jar"));
    return StowageService.start(builder());
  }

  private IOException torn(Stowage stowage) throws IOException {
    Path image = home.resolve("image");
    Files.writeString(image, "tape");
    return assertThrows(
        IOException.class, () -> stowage.inspect(image.toString(), ImageProperties.NONE));
  }

  private static String version(List<PluginReport> reports) {
    return String.valueOf(reports.get(0).version());
  }

  @Test
  void worksOnTheCallersThreadOrOnItsOwn() throws Exception {
    try (StowageService service = service("1.0.0")) {
      Thread here = Thread.currentThread();

      assertEquals("1.0.0", service.call(stowage -> version(stowage.plugins())));
      assertEquals(here, service.call(stowage -> Thread.currentThread()));
      CompletableFuture<Boolean> elsewhere =
          service.submit(Operation.unwatched("x"), stowage -> Thread.currentThread() != here);
      assertTrue(elsewhere.get());
    }
  }

  @Test
  void failsAsTheWorkDoes() throws Exception {
    try (StowageService service = service("1.0.0")) {
      CompletableFuture<Void> failing =
          service.submit(
              Operation.unwatched("x"),
              stowage -> {
                throw torn(stowage);
              });

      ExecutionException e = assertThrows(ExecutionException.class, failing::get);
      assertEquals("version 1.0.0", e.getCause().getMessage());
    }
  }

  @Test
  void cancellingTheFutureCancelsTheOperationAndCloseWaitsForItsEnd() throws Exception {
    StowageService service = service("1.0.0");
    CountDownLatch started = new CountDownLatch(1);
    List<String> ended = new ArrayList<>();
    Operation operation = Operation.unwatched("deploying");
    CompletableFuture<Void> work =
        service.submit(
            operation,
            stowage -> {
              started.countDown();
              try {
                while (true) {
                  operation.checkCancelled();
                  Thread.onSpinWait();
                }
              } catch (CancelledException e) {
                ended.add("cleaned up");
                throw e;
              }
            });
    assertTrue(started.await(20, TimeUnit.SECONDS));

    work.cancel(true);
    service.close();

    assertThrows(CancellationException.class, work::get);
    assertEquals(List.of("cleaned up"), ended);
    assertEquals("1.0.0 ", System.getProperty(STOPPED));
  }

  @Test
  void reloadsWhileWorkGoesOnWithWhatItBeganWith() throws Exception {
    try (StowageService service = service("1.0.0")) {
      CountDownLatch reloaded = new CountDownLatch(1);
      CompletableFuture<String> old =
          service.submit(
              Operation.unwatched("x"),
              stowage -> {
                String before = version(stowage.plugins());
                await(reloaded);
                return before + ", " + torn(stowage).getMessage();
              });
      Path next = folder.resolve(".next");
      tape("2.0.0").writeTo(next);
      // As whoever replaces a jar that is in use must: another file takes its name.
      Files.move(next, folder.resolve("tape.jar"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);

      assertEquals("2.0.0", version(service.reload()));

      assertEquals(null, System.getProperty(STOPPED), "work goes on in the old generation");
      assertEquals("version 2.0.0", service.call(this::torn).getMessage());
      reloaded.countDown();
      assertEquals("1.0.0, version 1.0.0", old.get());
      service.submit(Operation.unwatched("x"), stowage -> true).get();
      awaitStopped("1.0.0 ");
    }
    assertEquals("1.0.0 2.0.0 ", System.getProperty(STOPPED));
  }

  @Test
  void closeWaitsForWorkThatBeganBeforeAReload() throws Exception {
    StowageService service = service("1.0.0");
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<String> old =
        service.submit(
            Operation.unwatched("x"),
            stowage -> {
              await(mayEnd);
              return version(stowage.plugins());
            });
    service.reload();
    CompletableFuture<Boolean> workHadEnded = new CompletableFuture<>();
    Thread closer =
        new Thread(
            () -> {
              try {
                service.close();
                workHadEnded.complete(old.isDone());
              } catch (IOException e) {
                workHadEnded.completeExceptionally(e);
              }
            });

    closer.start();
    while (closer.getState() != Thread.State.WAITING && closer.isAlive()) {
      Thread.onSpinWait();
    }
    mayEnd.countDown();

    assertTrue(workHadEnded.get());
    assertEquals("1.0.0 1.0.0 ", System.getProperty(STOPPED));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitStopped(String versions) {
    while (!versions.equals(System.getProperty(STOPPED))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void keepsTheOldGenerationWhenNoNewOneCanBeMade() throws Exception {
    try (StowageService service = service("1.0.0")) {
      Files.writeString(folder.resolve("plugins.lock"), "no lock\n");

      assertThrows(StorageException.class, service::reload);

      assertEquals("1.0.0", service.call(stowage -> version(stowage.plugins())));
      assertEquals(null, System.getProperty(STOPPED));
    }
  }

  @Test
  void takesNothingOnceItIsClosed() throws Exception {
    StowageService service = service("1.0.0");
    service.close();
    service.close();

    assertThrows(IllegalStateException.class, () -> service.call(stowage -> 1));
    assertThrows(
        IllegalStateException.class, () -> service.submit(Operation.unwatched("x"), stowage -> 1));
    assertThrows(IllegalStateException.class, service::reload);
  }

  @Test
  void countsOverGenerations() throws Exception {
    List<PluginCalls> heard = new ArrayList<>();
    tape("1.0.0").writeTo(folder.resolve("tape.jar"));
    try (StowageService service = StowageService.start(builder().onPluginCalls(heard::add))) {
      service.call(this::torn);
      service.reload();
      service.call(this::torn);

      PluginCalls open =
          service.pluginCalls().stream()
              .filter(calls -> calls.operation().equals("DiskFormat.open"))
              .findFirst()
              .orElseThrow();
      assertEquals(2, open.count());
      assertEquals(2, open.failures());
      assertEquals(0, open.faults());
      assertTrue(heard.contains(open));
      assertEquals(heard.size(), service.pluginCalls().size());
    }
  }

  @Test
  void aHundredReloadsLeakNothing() throws Exception {
    try (StowageService service = service("1.0.0")) {
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      reload(service, loaders, 10);
      long filesBefore = openFiles();
      long heapBefore = heapAfterCollecting(loaders);

      reload(service, loaders, 100);

      long heapAfter = heapAfterCollecting(loaders);
      long alive = loaders.stream().filter(loader -> !loader.refersTo(null)).count();
      assertEquals(1, alive, "only the loader of the current generation");
      assertEquals(filesBefore, openFiles());
      assertTrue(
          heapAfter - heapBefore < 1 << 20,
          () -> "the heap grew by " + (heapAfter - heapBefore) + " bytes");
      Reference.reachabilityFence(service);
    }
  }

  private void reload(StowageService service, List<WeakReference<ClassLoader>> loaders, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      service.reload();
      loaders.add(
          service.call(
              stowage -> {
                IOException own = torn(stowage);
                assertInstanceOf(ClassLoader.class, own.getClass().getClassLoader());
                return new WeakReference<>(own.getClass().getClassLoader());
              }));
    }
  }

  private static long heapAfterCollecting(List<WeakReference<ClassLoader>> loaders) {
    for (int i = 0; i < 20; i++) {
      System.gc();
      long alive = loaders.stream().filter(loader -> !loader.refersTo(null)).count();
      if (alive <= 1 && i > 2) {
        break;
      }
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** How many jars this process has open. */
  private long openFiles() throws IOException {
    assertFalse(Files.notExists(Path.of("/proc/self/fd")));
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(
              each -> {
                try {
                  return Files.readSymbolicLink(each).startsWith(folder.toRealPath());
                } catch (IOException e) {
                  return false;
                }
              })
          .count();
    }
  }
}
