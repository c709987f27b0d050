package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.stowage.api.CancelledException;
import org.stowage.api.StorageException;
import org.stowage.runtime.Operation;

class StreamImageSourceTest {

  private final LongAdder bytesRead = new LongAdder();
  private final Operation operation = Operation.unwatched("reading");

  @Test
  void readsAllBytesAndCountsThem() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);

    try (InputStream opened = source(new ByteArrayInputStream(bytes)).open()) {
      assertArrayEquals(bytes, opened.readAllBytes());
    }

    assertEquals(bytes.length, bytesRead.sum());
  }

  @Test
  void skipsBytesByReadingThem() throws IOException {
    try (InputStream opened = source(new ByteArrayInputStream(new byte[] {1, 2, 3})).open()) {
      assertEquals(2, opened.skip(2));
      assertEquals(3, opened.read());
      assertEquals(0, opened.skip(1));
    }

    assertEquals(3, bytesRead.sum());
  }

  @Test
  void opensOnce() throws IOException {
    StreamImageSource source = source(InputStream.nullInputStream());
    source.open().close();

    assertThrows(StorageException.class, source::open);
  }

  @Test
  void passesOnWhatReadingThrows() throws IOException {
    IOException broken = new IOException("broken");
    InputStream stream =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }
        };

    try (InputStream opened = source(stream).open()) {
      assertEquals(broken, assertThrows(IOException.class, opened::read));
    }
  }

  @Test
  void stopsWaitingForBytesThatNeverComeWhenItIsCancelled() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    InputStream silent =
        new InputStream() {
          @Override
          public int read() throws IOException {
            waiting.countDown();
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }
        };
    try (InputStream opened = source(silent).open()) {
      waiting.await();
      operation.cancel();

      CancelledException e = assertThrows(CancelledException.class, opened::read);
      assertTrue(String.valueOf(e.getMessage()).startsWith("reading"), e::toString);
    } finally {
      never.countDown();
    }
  }

  private StreamImageSource source(InputStream stream) {
    return new StreamImageSource(stream, bytesRead, operation);
  }
}
