package org.stowage.vmdk;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.StoredForm;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.TestTransfer;
import org.stowage.vmdk.raw.RawReader;

/**
 * Sound images with random damage: each is read to its end or refused with a {@link
 * StorageException}, in bounded time and memory, and no file stays open.
 */
class MutationTest {

  private static final long SEED = Long.getLong("stowage.mutation.seed", 20240229);
  private static final int ROUNDS = Integer.getInteger("stowage.mutation.rounds", 150);
  private static final Duration MOST_TIME = Duration.ofSeconds(2);
  private static final long MOST_BYTES = 48L << 20;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long[] LIES = {
    0,
    1,
    -1,
    2,
    511,
    512,
    513,
    0x7fff_ffff,
    0x8000_0000L,
    0xffff_ffffL,
    1L << 32,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE / 512,
    Long.MAX_VALUE / 512 + 1
  };

  private static final String[] WORDS = {
    "..",
    "/etc/passwd",
    "\"",
    "=",
    "\n",
    "-1",
    "99999999999999999999",
    "SPARSE",
    "FLAT",
    "ZERO",
    "vmfsSparse",
    "disk.vmdk",
    "parent.vmdk",
    "CID=ffffffff",
    "\0",
    "encoding=\"UTF-16\"\n",
    "RW 18014398509481983 ZERO\n"
  };

  /** What is damaged, and how it is read. */
  enum Subject {
    SPARSE,
    STREAM_BY_TABLES,
    STREAM_BY_MARKERS,
    STREAM_PASSED_ON,
    QEMU_STREAM_BY_TABLES,
    QEMU_STREAM_BY_MARKERS,
    DESCRIPTOR,
    CHILD,
    RAW
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  @Timeout(120)
  void survivesDamage(Subject subject) throws Exception {
    Map<String, byte[]> files = files(subject);
    files.forEach(this::put);
    byte[] sound = files.get("disk.vmdk");
    assertTrue(isRead(subject), subject + " is not sound before it is damaged");
    Random random = new Random(SEED + subject.ordinal());
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = damaged(sound, random);
      put("disk.vmdk", damaged);
      try {
        read += isRead(subject) ? 1 : 0;
      } catch (AssertionError | Exception e) {
        Path kept = Files.write(Path.of("target", "mutation-" + subject + ".vmdk"), damaged);
        fail("seed %d, %s, round %d, kept as %s".formatted(SEED, subject, round, kept), e);
      }
    }
    assertTrue(subject == Subject.RAW || read < ROUNDS, "no damage was found in any of " + subject);
  }

  private static Map<String, byte[]> files(Subject subject) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("parent.vmdk", new SparseBytes(4800).grain(0, 7).grain(9, 8).bytes());
    files.put("flat.vmdk", Bytes.filled(8192, 3));
    SparseBytes sparse =
        new SparseBytes(4795).grain(4, 1).grain(5, 2).grain(1, 3).entry(7, 1).grain(598, 4);
    files.put(
        "disk.vmdk",
        switch (subject) {
          case SPARSE -> sparse.bytes();
          case STREAM_BY_TABLES, STREAM_BY_MARKERS, STREAM_PASSED_ON ->
              StreamBytes.directoryLast(4795).grain(1, 1).grain(4, 2).grain(598, 3).finished();
          case QEMU_STREAM_BY_TABLES, QEMU_STREAM_BY_MARKERS ->
              StreamBytes.directoryFirst(4795).grain(1, 1).grain(4, 2).grain(598, 3).bytes();
          case DESCRIPTOR ->
              ("# Disk DescriptorFile\nversion=1\nencoding=\"UTF-8\"\nCID=1\nparentCID=ffffffff\n"
                      + "createType=\"custom\"\nRW 8 FLAT \"flat.vmdk\" 8\nRW 80 ZERO\n"
                      + "RW 800 SPARSE \"parent.vmdk\"\nddb.adapterType=\"ide\"\n")
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8);
          case CHILD -> sparse.childOf("parent.vmdk").bytes();
          case RAW -> Bytes.filled(5000, 1);
        });
    return files;
  }

  private void put(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] damaged(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > 16; left--) {
      // Most of what can lie is near the start.
      int bound = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 4096);
      int at = random.nextInt(bound - 8);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes = java.util.Arrays.copyOf(bytes, at);
        case 2 -> Bytes.edit(bytes).putLong(at & ~3, LIES[random.nextInt(LIES.length)]);
        case 3 -> Bytes.edit(bytes).putInt(at & ~3, (int) LIES[random.nextInt(LIES.length)]);
        case 4 -> Bytes.edit(bytes).putInt(at & ~3, random.nextInt(200));
        case 5 -> {
          int from = random.nextInt(bytes.length - 8) & ~511;
          int length = Math.min(512, bytes.length - Math.max(from, at & ~511));
          System.arraycopy(bytes, from, bytes, at & ~511, length);
        }
        default -> {
          byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes();
          System.arraycopy(word, 0, bytes, at, Math.min(word.length, bytes.length - at));
        }
      }
    }
    return bytes;
  }

  /** Reads the disk; says whether it was accepted. */
  private boolean isRead(Subject subject) throws IOException {
    boolean streamed =
        subject == Subject.STREAM_BY_MARKERS || subject == Subject.QEMU_STREAM_BY_MARKERS;
    Path file = folder.resolve("disk.vmdk");
    FileImageSource source = streamed ? FileImageSource.pureStream(file) : FileImageSource.of(file);
    long startedAt = System.nanoTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    boolean accepted = true;
    try {
      read(subject, source);
    } catch (StorageException e) {
      accepted = false;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    assertTrue(took.compareTo(MOST_TIME) < 0, "took " + took);
    assertTrue(bytes < MOST_BYTES, "allocated %d bytes".formatted(bytes));
    assertTrue(source.openHandles() == 0, "files left open");
    return accepted;
  }

  private static void read(Subject subject, ImageSource source) throws IOException {
    try (DiskImage image =
        subject == Subject.RAW ? RawReader.open(source, "raw") : VmdkReader.open(source)) {
      if (subject == Subject.STREAM_PASSED_ON) {
        StoredForm stored = image.stored().orElseThrow();
        stored.writeTo(OutputStream.nullOutputStream(), new TestTransfer(1));
      } else {
        image.copyTo(new StrictSink(image.facts().capacityBytes()), new TestTransfer(1));
      }
    }
  }

  /**
   * Forgets the content, and insists on order and capacity, however large the disk claims to be.
   */
  private static final class StrictSink implements DiskSink {

    private final long capacityBytes;
    private long end;

    StrictSink(long capacityBytes) {
      this.capacityBytes = capacityBytes;
    }

    @Override
    public void write(long offsetBytes, ByteBuffer data) {
      assertTrue(offsetBytes >= end, "extents overlap");
      end = offsetBytes + data.remaining();
      assertTrue(end <= capacityBytes, "an extent ends beyond the capacity");
      data.position(data.limit());
    }

    @Override
    public void finish() {
      // Nothing to do.
    }

    @Override
    public void close() {
      // Nothing to do.
    }
  }
}
