package org.stowage.vmdk.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.disk.DiskSink;

class DeviceSinkTest {

  private static final int CAPACITY = 40 * TestContent.GRAIN + 512;
  private static final int DEVICE = CAPACITY + 3 * TestContent.GRAIN;

  @TempDir Path folder;
  private Path device;

  @BeforeEach
  void makeDevice() {
    device = folder.resolve("device");
  }

  private DiskSink sink(int capacity, boolean readsAsZero) throws Exception {
    return DiskSinks.device(
        "device",
        capacity,
        FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE),
        readsAsZero);
  }

  private static byte[] expected(TestContent content) {
    return Arrays.copyOf(content.bytes(), DEVICE);
  }

  @Test
  void leavesNothingOfWhatWasThere() throws Exception {
    byte[] old = new byte[DEVICE];
    Arrays.fill(old, (byte) 0xAA);
    Files.write(device, old);
    TestContent content = TestContent.mixed(CAPACITY, 1);

    try (DiskSink sink = sink(CAPACITY, false)) {
      content.writeRagged(sink, 2);
      sink.finish();
    }

    assertArrayEquals(expected(content), Files.readAllBytes(device));
  }

  @Test
  void writesNoZerosWhereTheDeviceReadsAsZero() throws Exception {
    int capacity = 64 << 20;
    try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
      file.setLength(capacity);
    }
    TestContent content = TestContent.zeros(capacity);
    content.bytes()[10_000_000] = 1;

    try (DiskSink sink = sink(capacity, true)) {
      content.writeAll(sink, 1 << 20);
      sink.finish();
    }

    assertArrayEquals(content.bytes(), Files.readAllBytes(device));
    assertTrue(RawSinkTest.allocatedBytes(device) <= 1 << 20);
  }

  @Test
  void isNotDoneWhenAPieceWasNotWritten() throws Exception {
    Files.write(device, new byte[DEVICE]);
    FileChannel channel = FileChannel.open(device, StandardOpenOption.WRITE);
    DiskSink sink = DiskSinks.device("device", CAPACITY, channel, true);
    channel.close();

    assertThrows(
        ClosedChannelException.class,
        () -> {
          TestContent.mixed(CAPACITY, 5).writeAll(sink, 1 << 20);
          sink.finish();
        });
    sink.close();
  }

  @Test
  void keepsTheLengthOfTheDevice() throws Exception {
    Files.write(device, new byte[DEVICE]);
    TestContent content = TestContent.mixed(CAPACITY, 3);

    try (DiskSink sink = sink(CAPACITY, true)) {
      content.writeRagged(sink, 4);
      sink.finish();
    }

    assertEquals(DEVICE, Files.size(device));
    assertArrayEquals(expected(content), Files.readAllBytes(device));
  }
}
