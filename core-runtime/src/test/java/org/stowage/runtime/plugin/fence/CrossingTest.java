package org.stowage.runtime.plugin.fence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.Recognition;
import org.stowage.api.disk.StoredForm;
import org.stowage.api.disk.WritableFormat;
import org.stowage.runtime.plugin.fence.Crossing.Side;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.datastore.ImageFake;

class CrossingTest {

  private static final Object AS_IDENTITY = new Object();

  private final Fence fence = new Fence(Duration.ofMinutes(1), new PluginMeters(calls -> {}));
  private final PluginGuard guard =
      fence.around("acme", new URLClassLoader("acme", new URL[0], null));
  private final List<@Nullable ClassLoader> contexts = new ArrayList<>();

  @Test
  void showsEveryRoleOfAnExtension() {
    assertInstanceOf(WritableFormat.class, seen(DiskFormat.class, new Writable()));
    DiskFormat readOnly = seen(DiskFormat.class, new Readable());
    assertFalse(readOnly instanceof WritableFormat);
    assertEquals("readable", readOnly.id());
  }

  @Test
  void runsEveryCallWithThePluginsClassLoaderAsContext() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    DiskFormat format = seen(DiskFormat.class, new Readable());

    DiskImage image = format.open(source(new ByteArrayInputStream(new byte[0])), null);
    image.copyTo(new NoSink(), new TestTransfer(1));
    assertThrows(
        IOException.class,
        () -> seen(DiskFormat.class, new Throwing(new IOException())).open(null, null));

    // Of open, of copyTo on what it gave, and of the sink, which is the runtime's own.
    assertEquals(
        List.of(guard.loader(), guard.loader(), CrossingTest.class.getClassLoader()), contexts);
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void reachesWhatAnOptionalHolds() throws IOException {
    DiskImage image = seen(DiskImage.class, ImageFake.of("raw", 512, new byte[512]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Object stored = image.stored().orElseThrow();
    image.stored().orElseThrow().writeTo(out, new TestTransfer(1));

    assertEquals(512, out.size());
    assertInstanceOf(Crossing.class, java.lang.reflect.Proxy.getInvocationHandler(stored));
  }

  @Test
  void anObjectThatComesBackIsItselfAgain() throws IOException {
    ImageFake own = ImageFake.of("raw", 512, new byte[512]);
    List<DiskImage> received = new ArrayList<>();
    DiskFormats runtime = new OneImage(received);
    DiskFormat passesOn =
        seen(
            DiskFormat.class,
            new Readable() {
              @Override
              public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
                DiskImage given = formats.open(source, ImageProperties.NONE);
                return formats.convert(given, "raw", null);
              }
            });
    received.add(own);

    DiskImage result = passesOn.open(source(InputStream.nullInputStream()), runtime);

    assertSame(own, received.get(1));
    assertSame(own, result);
  }

  @Test
  void valuesCrossAsTheyAre() {
    ImageSource source = seen(ImageSource.class, source(InputStream.nullInputStream()));

    assertSame(AS_IDENTITY, source.identity());
  }

  @Test
  void streamsAreReadOnTheirOwnSide() throws IOException {
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(new byte[] {1, 2, 3, 4}) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            noteContext();
            return super.read(into, offset, length);
          }
        };

    try (InputStream seen = seen(ImageSource.class, source(bytes)).open()) {
      assertEquals(1, seen.read());
      assertEquals(3, seen.available());
      assertEquals(1, seen.skip(1));
      assertArrayEquals(new byte[] {3, 4}, seen.readNBytes(2));
    }

    assertEquals(guard.loader(), contexts.get(0));
  }

  @Test
  void faultsOfAStreamAreThoseOfItsPlugin() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("oops");
          }
        };

    try (InputStream seen = seen(ImageSource.class, source(broken)).open()) {
      StorageException fault = assertThrows(StorageException.class, seen::read);

      assertEquals(CommonError.PLUGIN_FAULT, fault.code());
      assertTrue(fault.getMessage().startsWith("the plugin acme failed in "), fault.getMessage());
      assertTrue(fault.getMessage().endsWith(": IllegalStateException: oops"));
    }
  }

  @Test
  void aStreamThatComesBackIsItselfAgain() {
    InputStream own = InputStream.nullInputStream();
    Object there = Crossing.cross(guard, own, Side.RUNTIME);

    assertNotSame(own, there);
    assertSame(own, Crossing.cross(guard, there, Side.PLUGIN));
  }

  @Test
  void passesOnWhatTheContractAllowsToThrow() {
    for (IOException allowed :
        List.of(
            new NoSuchFileException("x"),
            new StorageException(CommonError.DATASTORE_FULL, "full", ""),
            new DiskFormatException(CommonError.MALFORMED, "bad", ""))) {
      assertSame(
          allowed,
          assertThrows(
              IOException.class,
              () -> seen(DiskFormat.class, new Throwing(allowed)).open(null, null)));
    }
  }

  static List<Throwable> notAllowed() {
    return List.of(
        new IllegalStateException("oops"),
        new NoClassDefFoundError("lib/Gone"),
        new StackOverflowError(),
        new Exception("sneaked"));
  }

  @ParameterizedTest
  @MethodSource("notAllowed")
  void makesAFaultOfThePluginOfAnythingElse(Throwable thrown) {
    StorageException fault =
        assertThrows(
            StorageException.class,
            () -> seen(DiskFormat.class, new Throwing(thrown)).open(null, null));

    assertEquals(CommonError.PLUGIN_FAULT, fault.code());
    assertTrue(
        fault.getMessage().startsWith("the plugin acme failed in Throwing.open: "),
        fault.getMessage());
    assertTrue(fault.getMessage().contains(thrown.getClass().getSimpleName()));
    assertSame(thrown, fault.getCause());
  }

  @Test
  void carriesTheFaultUncheckedWhereNothingCheckedIsAllowed() {
    UncheckedIOException carrier =
        assertThrows(
            UncheckedIOException.class,
            () -> seen(DiskFormat.class, new Throwing(new IllegalStateException("oops"))).id());

    StorageException fault = assertInstanceOf(StorageException.class, carrier.getCause());
    assertEquals(CommonError.PLUGIN_FAULT, fault.code());
    assertEquals(
        "the plugin acme failed in Throwing.id: IllegalStateException: oops", fault.getMessage());
  }

  @Test
  void blamesThePluginThatFailedAndNotTheOneThatCalledIt() {
    PluginGuard others = fence.around("other", new URLClassLoader("other", new URL[0], null));
    DiskFormat other =
        (DiskFormat)
            Crossing.cross(others, new Throwing(new IllegalStateException("oops")), Side.PLUGIN);
    DiskFormat asks =
        seen(
            DiskFormat.class,
            new Readable() {
              @Override
              public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
                formats.open(source, ImageProperties.NONE);
                throw new AssertionError();
              }
            });

    StorageException fault =
        assertThrows(
            StorageException.class,
            () -> asks.open(source(InputStream.nullInputStream()), new Asking(other)));

    assertEquals(
        "the plugin other failed in Throwing.id: IllegalStateException: oops", fault.getMessage());
  }

  @Test
  void isEqualToAnotherViewOfTheSameObjectOnly() {
    Readable format = new Readable();
    DiskFormat seen = seen(DiskFormat.class, format);

    assertNotSame(seen, seen(DiskFormat.class, format));
    assertEquals(seen, seen(DiskFormat.class, format));
    assertEquals(seen.hashCode(), seen(DiskFormat.class, format).hashCode());
    assertNotEquals(seen, seen(DiskFormat.class, new Readable()));
    assertNotEquals(null, seen);
    assertTrue(seen.toString().endsWith("$Readable of the plugin acme"), seen.toString());
  }

  private <T> T seen(Class<T> type, Object pluginsObject) {
    return type.cast(Crossing.cross(guard, pluginsObject, Side.PLUGIN));
  }

  private void noteContext() {
    contexts.add(Thread.currentThread().getContextClassLoader());
  }

  private static ImageSource source(InputStream stream) {
    return new ImageSource() {
      @Override
      public String name() {
        return "acme.img";
      }

      @Override
      public OptionalLong lengthBytes() {
        return OptionalLong.empty();
      }

      @Override
      public boolean repeatable() {
        return true;
      }

      @Override
      public InputStream open() {
        return stream;
      }

      @Override
      public Optional<SeekableByteChannel> openChannel() {
        return Optional.empty();
      }

      @Override
      public ImageSource resolve(String reference) {
        return this;
      }

      @Override
      public Object identity() {
        return AS_IDENTITY;
      }
    };
  }

  private class Readable implements DiskFormat {

    @Override
    public String id() {
      return "readable";
    }

    @Override
    public Recognition recognise(ImageHead head) {
      return Recognition.NONE;
    }

    @Override
    public DiskImage open(ImageSource source, DiskFormats formats) throws IOException {
      noteContext();
      return new DiskImage() {
        @Override
        public DiskFacts facts() {
          throw new AssertionError();
        }

        @Override
        public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
          noteContext();
          sink.write(0, ByteBuffer.allocate(512));
        }

        @Override
        public Optional<StoredForm> stored() {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };
    }
  }

  private final class Writable extends Readable implements WritableFormat {

    @Override
    public boolean streams() {
      return true;
    }

    @Override
    public DiskSink create(DiskSpec spec, ImageTarget target, WriteOptions options) {
      return new NoSink();
    }
  }

  private final class NoSink implements DiskSink {

    @Override
    public void write(long offsetBytes, ByteBuffer data) {
      noteContext();
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  /** Throws whatever it is given, whether the contract allows it or not. */
  private record Throwing(Throwable thrown) implements DiskFormat {

    @Override
    public String id() {
      throw this.<RuntimeException>sneak();
    }

    @Override
    public Recognition recognise(ImageHead head) {
      throw this.<RuntimeException>sneak();
    }

    @Override
    public DiskImage open(ImageSource source, DiskFormats formats) {
      throw this.<RuntimeException>sneak();
    }

    @SuppressWarnings("unchecked")
    private <T extends Throwable> RuntimeException sneak() throws T {
      throw (T) thrown;
    }
  }

  /** Gives the first image it has, and takes whatever is to be converted. */
  private record OneImage(List<DiskImage> images) implements DiskFormats {

    @Override
    public DiskImage open(ImageSource source, ImageProperties declared) {
      return images.get(0);
    }

    @Override
    public DiskImage convert(DiskImage image, String format, DiskSpec spec) {
      images.add(image);
      return image;
    }
  }

  /** Asks a format of another plugin. */
  private record Asking(DiskFormat other) implements DiskFormats {

    @Override
    public DiskImage open(ImageSource source, ImageProperties declared) {
      throw new AssertionError(other.id());
    }

    @Override
    public DiskImage convert(DiskImage image, String format, DiskSpec spec) {
      throw new AssertionError();
    }
  }
}
