package org.stowage.runtime.plugin.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Recognition;
import org.stowage.testkit.datastore.ImageFake;

/** What plugins do wrong in one call: told by plugin and operation; the others work on. */
@Timeout(30)
class FenceTest {

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final List<PluginCalls> seen = new ArrayList<>();
  private final PluginMeters meters = new PluginMeters(seen::add);
  private final Fence fence = new Fence(Duration.ofMinutes(1), meters);
  private final Fence hastyFence = new Fence(PATIENCE, meters);
  private final PluginGuard acme = guard(fence, "acme");
  private final PluginGuard hasty = guard(hastyFence, "acme");
  private final CountDownLatch never = new CountDownLatch(1);

  private static PluginGuard guard(Fence fence, String id) {
    return fence.around(id, new URLClassLoader(id, new URL[0], null));
  }

  @AfterEach
  void letGo() {
    never.countDown();
    fence.close();
    hastyFence.close();
  }

  static List<Throwable> deadly() {
    return List.of(
        new OutOfMemoryError("Java heap space"),
        new NoClassDefFoundError("lib/Gone"),
        new AbstractMethodError("org.acme.Format.open"),
        new StackOverflowError(),
        new IllegalStateException("oops"),
        new Mute());
  }

  @ParameterizedTest
  @MethodSource("deadly")
  void tellsWhoDiedInWhatAndLetsOthersWork(Throwable thrown) throws IOException {
    DiskFormat broken = seen(acme, new Format((source, formats) -> sneak(thrown)));
    DiskFormat other = seen(guard(fence, "other"), new Format((source, formats) -> image()));

    StorageException fault = assertThrows(StorageException.class, () -> broken.open(null, null));

    assertEquals(CommonError.PLUGIN_FAULT, fault.code());
    assertEquals(8, fault.code().exit().status());
    assertTrue(
        fault.getMessage().startsWith("the plugin acme failed in Format.open: "),
        fault.getMessage());
    assertEquals(512, other.open(null, null).facts().capacityBytes());
  }

  @Test
  void takesNullForNoAnswer() {
    DiskFormat broken = seen(acme, new Format((source, formats) -> null));

    StorageException fault = assertThrows(StorageException.class, () -> broken.open(null, null));

    assertEquals("the plugin acme failed in Format.open: it returned null", fault.getMessage());
    assertEquals(1, calls("DiskFormat.open").faults());
  }

  @Test
  void givesUpAPluginThatHangsAndShowsWhere() {
    DiskFormat hangs = seen(hasty, new Format((source, formats) -> waitForever()));

    StorageException fault = assertThrows(StorageException.class, () -> hangs.open(null, null));

    assertEquals(CommonError.PLUGIN_FAULT, fault.code());
    assertEquals(
        "the plugin acme gave no sign of life in Format.open for 200 ms", fault.getMessage());
    assertTrue(
        List.of(fault.getCause().getStackTrace()).stream()
            .anyMatch(at -> at.getMethodName().equals("waitForever")));
  }

  @Test
  void givesUpEvenWhatCannotBeInterrupted() {
    DiskFormat hangs = seen(hasty, new Format((source, formats) -> spin()));

    assertThrows(StorageException.class, () -> hangs.open(null, null));

    PluginCalls calls = calls("DiskFormat.open");
    assertEquals(1, calls.running());
    assertEquals(1, calls.faults());
  }

  @Test
  void blamesThePluginInWhichItHangsWhateverCalledThat() {
    DiskFormat hangs =
        seen(guard(hastyFence, "deep"), new Format((source, formats) -> waitForever()));
    DiskFormat asks =
        seen(hasty, new Format((source, formats) -> formats.open(source, ImageProperties.NONE)));

    StorageException fault =
        assertThrows(
            StorageException.class, () -> asks.open(null, formats(() -> hangs.open(null, null))));

    assertEquals(
        "the plugin deep gave no sign of life in Format.open for 200 ms", fault.getMessage());
  }

  @Test
  void waitsAsLongAsTheRuntimeWorksForThePlugin() throws IOException {
    DiskFormat asks =
        seen(hasty, new Format((source, formats) -> formats.open(source, ImageProperties.NONE)));
    AtomicReference<Boolean> released = new AtomicReference<>();

    asks.open(
        null,
        formats(
            () -> {
              released.set(await(never, PATIENCE.multipliedBy(3)));
              return image();
            }));

    assertFalse(released.get(), "nobody releases it: the wait is three times the patience");
  }

  @Test
  void keepsAPluginThatWakesUpLateFromTheRuntime() throws Exception {
    AtomicReference<Throwable> late = new AtomicReference<>();
    CountDownLatch ended = new CountDownLatch(1);
    DiskFormat hangs =
        seen(
            hasty,
            new Format(
                (source, formats) -> {
                  spin();
                  try {
                    return formats.open(source, ImageProperties.NONE);
                  } catch (IOException e) {
                    late.set(e);
                    throw e;
                  } finally {
                    ended.countDown();
                  }
                }));

    assertThrows(StorageException.class, () -> hangs.open(null, formats(FenceTest::unreachable)));
    never.countDown();

    assertTrue(ended.await(20, TimeUnit.SECONDS));
    assertEquals(
        "the plugin acme went on after it was given up in Format.open", late.get().getMessage());
  }

  @Test
  void closesWhatComesTooLate() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    DiskFormat hangs =
        seen(
            hasty,
            new Format(
                (source, formats) -> {
                  spin();
                  return new Closing(image(), closed);
                }));

    assertThrows(StorageException.class, () -> hangs.open(null, null));
    never.countDown();

    assertTrue(closed.await(20, TimeUnit.SECONDS));
  }

  @Test
  void tellsWhichOperationMadeAThreadThatStays() throws IOException {
    DiskFormat leaks =
        seen(
            acme,
            new Format(
                (source, formats) -> {
                  Thread thread = new Thread(this::spin, "acme-poller");
                  thread.setDaemon(true);
                  thread.start();
                  return image();
                }));

    leaks.open(null, null);

    assertEquals(List.of("'acme-poller', made in Format.open"), acme.endThreads());
    never.countDown();
  }

  @Test
  void endsThreadsThatListen() throws IOException {
    AtomicReference<Thread> made = new AtomicReference<>();
    DiskFormat tidy =
        seen(
            acme,
            new Format(
                (source, formats) -> {
                  Thread thread = new Thread(() -> await(never, Duration.ofHours(1)));
                  made.set(thread);
                  thread.start();
                  return image();
                }));

    tidy.open(null, null);

    assertEquals(List.of(), acme.endThreads());
    assertFalse(made.get().isAlive());
  }

  @Test
  void runsCallsFromWithinACallOnItsThreadAndOthersOnTheirOwn() throws IOException {
    List<Thread> threads = new ArrayList<>();
    DiskFormat inner =
        seen(
            guard(fence, "other"),
            new Format(
                (source, formats) -> {
                  threads.add(Thread.currentThread());
                  return image();
                }));
    DiskFormat outer =
        seen(
            acme,
            new Format(
                (source, formats) -> {
                  threads.add(Thread.currentThread());
                  return formats.open(source, ImageProperties.NONE);
                }));

    outer.open(null, formats(() -> inner.open(null, null)));

    assertSame(threads.get(0), threads.get(1));
    assertNotSame(Thread.currentThread(), threads.get(0));
  }

  @Test
  void passesAnInterruptionOn() throws Exception {
    Thread host = Thread.currentThread();
    CyclicBarrier inside = new CyclicBarrier(2);
    Thread interrupts =
        new Thread(
            () -> {
              awaitBarrier(inside);
              host.interrupt();
            });
    interrupts.start();
    DiskFormat told =
        seen(
            guard(fence, "patient"),
            new Format(
                (source, formats) -> {
                  awaitBarrier(inside);
                  return waitForever();
                }));

    IOException e = assertThrows(IOException.class, () -> told.open(null, null));

    assertTrue(Thread.interrupted(), "the host's thread stays interrupted");
    assertEquals("interrupted", e.getMessage());
    interrupts.join();
  }

  @Test
  void countsWhatEveryOperationCost() throws IOException {
    DiskFormat format = seen(acme, new Format((source, formats) -> image()));
    DiskFormat fails =
        seen(
            acme,
            new Format(
                (source, formats) -> {
                  throw new StorageException(CommonError.MALFORMED, "bad", "");
                }));

    format.id();
    format.open(null, null);
    assertThrows(StorageException.class, () -> fails.open(null, null));

    PluginCalls open = calls("DiskFormat.open");
    assertEquals(2, open.count());
    assertEquals(1, open.failures());
    assertEquals(0, open.faults());
    assertEquals(0, open.running());
    assertTrue(open.longestTime().compareTo(open.totalTime()) <= 0);
    assertTrue(open.totalTime().toNanos() > 0);
    assertEquals(
        List.of("DiskFormat.id", "DiskFormat.open"),
        meters.all().stream().map(PluginCalls::operation).toList());
    assertEquals(List.of("DiskFormat.id", "DiskFormat.open"), names(seen));
  }

  private static List<String> names(List<PluginCalls> calls) {
    return calls.stream().map(PluginCalls::operation).toList();
  }

  private PluginCalls calls(String operation) {
    return meters.all().stream()
        .filter(calls -> calls.operation().equals(operation))
        .findFirst()
        .orElseThrow();
  }

  private static DiskFormat seen(PluginGuard guard, DiskFormat format) {
    return (DiskFormat) guard.seen(format);
  }

  private static DiskImage image() {
    return ImageFake.of("raw", 512, new byte[512]);
  }

  private DiskImage waitForever() throws IOException {
    if (!await(never, Duration.ofHours(1))) {
      throw new IOException("interrupted");
    }
    return image();
  }

  /** Keeps the thread, interrupted or not, until the test lets go. */
  private DiskImage spin() {
    while (never.getCount() > 0) {
      Thread.onSpinWait();
    }
    return image();
  }

  /** Whether the latch opened; false also when the thread was interrupted. */
  private static boolean await(CountDownLatch latch, Duration longest) {
    try {
      return latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void awaitBarrier(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> DiskImage sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static DiskImage unreachable() {
    throw new AssertionError("a plugin that was given up reached the runtime");
  }

  private static DiskFormats formats(Opening opening) {
    return new DiskFormats() {
      @Override
      public DiskImage open(ImageSource source, ImageProperties declared) throws IOException {
        return opening.open();
      }

      @Override
      public DiskImage convert(DiskImage image, String format, DiskSpec spec) {
        throw new AssertionError();
      }
    };
  }

  private interface Opening {
    DiskImage open() throws IOException;
  }

  private interface Work {
    @Nullable DiskImage open(ImageSource source, DiskFormats formats) throws IOException;
  }

  private record Format(Work work) implements DiskFormat {

    @Override
    public String id() {
      return "acme";
    }

    @Override
    public Recognition recognise(ImageHead head) {
      return Recognition.NONE;
    }

    @Override
    @SuppressWarnings("NullAway")
    public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
      return work.open(source, formats);
    }
  }

  /** An exception that cannot even say what it is. */
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException();
    }
  }

  /** An image that tells when it is closed. */
  private static final class Closing implements DiskImage, Closeable {

    private final DiskImage image;
    private final CountDownLatch closed;

    Closing(DiskImage image, CountDownLatch closed) {
      this.image = image;
      this.closed = closed;
    }

    @Override
    public org.stowage.api.disk.DiskFacts facts() {
      return image.facts();
    }

    @Override
    public void copyTo(org.stowage.api.disk.DiskSink sink, org.stowage.api.Transfer transfer)
        throws IOException {
      image.copyTo(sink, transfer);
    }

    @Override
    public java.util.Optional<org.stowage.api.disk.StoredForm> stored() {
      return image.stored();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
