package org.stowage.plugin.ova;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.testkit.FileImageSource;
import org.stowage.testkit.FixedFormats;
import org.stowage.testkit.ova.OvaBuilder;
import org.stowage.testkit.ova.OvfText;
import org.stowage.testkit.ova.TarBuilder;

/** Damages archives at random: the outcome is a disk or a StorageException, soon and small. */
class OvaMutationTest {

  private static final int ROUNDS = 2000;
  private static final Duration EACH = Duration.ofSeconds(5);
  private static final long EACH_ALLOCATES_BYTES = 64 << 20;
  private static final int CAPACITY = 4096;

  /** What makes readers stumble: limits, signs, and the words of the formats. */
  private static final List<String> DICTIONARY =
      List.of(
          "../",
          "./",
          "\0",
          "77777777777",
          "-1",
          "9223372036854775807",
          "<!DOCTYPE a>",
          "<a>",
          "</Item>",
          "<Item>",
          "&x;",
          "\"",
          "x",
          "L",
          "1 a=b\n",
          "30 size=9223372036854775807\n",
          "ovf:/disk/",
          "ovf:/file/",
          "ovf:chunkSize=\"512\" ",
          "ovf:compression=\"gzip\" ",
          "ovf:parentRef=\"vmdisk1\" ",
          "byte * 2^99",
          "SHA1(",
          ")= ",
          "KDMV",
          "\u001f\u008b");

  @TempDir Path folder;

  private static List<byte[]> seeds() {
    byte[] disk = TinyDisk.bytes(CAPACITY);
    String ovf = OvfText.oneDisk("d.vmdk", CAPACITY, "lsilogic");
    String chunked = ovf.replace("ovf:id=\"file1\"", "ovf:id=\"file1\" ovf:chunkSize=\"4096\"");
    byte[] plain =
        new OvaBuilder()
            .member("vm.ovf", ovf)
            .manifest("vm.mf", "SHA256")
            .member("d.vmdk", disk)
            .bytes();
    byte[] chunks =
        new OvaBuilder()
            .member("vm.ovf", chunked)
            .member("d.vmdk.000000000", Arrays.copyOf(disk, 4096))
            .member("d.vmdk.000000001", Arrays.copyOfRange(disk, 4096, disk.length))
            .manifest("vm.mf", "SHA1")
            .bytes();
    byte[] extended =
        new TarBuilder()
            .gnuLongName("vm.ovf")
            .file("cut", ovf)
            .pax("path", "d.vmdk")
            .file("cut", disk)
            .bytes();
    return List.of(plain, chunks, extended);
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    int end = seed.length;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> insert(bytes, at, random);
        case 3 -> end = Math.min(end, at + 1);
        case 4 -> System.arraycopy(seed, 0, bytes, at, Math.min(512, bytes.length - at));
        default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 30), (byte) '9');
      }
    }
    if (random.nextBoolean()) {
      mendChecksums(bytes);
    }
    return Arrays.copyOf(bytes, end);
  }

  private static void insert(byte[] bytes, int at, Random random) {
    byte[] word = DICTIONARY.get(random.nextInt(DICTIONARY.size())).getBytes(UTF_8);
    System.arraycopy(word, 0, bytes, at, Math.min(word.length, bytes.length - at));
  }

  /** Lets damaged headers pass their checksum, so that what is behind it is tried. */
  private static void mendChecksums(byte[] bytes) {
    for (int at = 0; at + 512 <= bytes.length; at += 512) {
      byte[] block = Arrays.copyOfRange(bytes, at, at + 512);
      if (new String(block, 257, 5, UTF_8).equals("ustar")) {
        System.arraycopy(TarBuilder.withChecksum(block), 0, bytes, at, 512);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsWellWhateverTheBytes(Access access) throws IOException {
    Random random = new Random(20240607);
    List<byte[]> seeds = seeds();
    Path file = folder.resolve("mutated.ova");
    int opened = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, mutated(seeds.get(round % seeds.size()), random));
      String label = "round " + round;
      FileImageSource source = access.source(file);
      boolean whole = assertTimeoutPreemptively(EACH, () -> withinMemory(source, label), label);
      opened += whole ? 1 : 0;
      assertEquals(0, source.openHandles(), label);
    }
    // Neither all refused nor all taken, or the mutations try nothing.
    assertTrue(opened > ROUNDS / 20 && opened < ROUNDS * 19 / 20, "opened " + opened);
  }

  private static boolean withinMemory(FileImageSource source, String label) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean whole = opens(source);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < EACH_ALLOCATES_BYTES, label + " allocated " + allocated);
    return whole;
  }

  private static boolean opens(FileImageSource source) throws IOException {
    FixedFormats formats = new FixedFormats(new OvaFormat(), new TinyDisk());
    try (DiskImage image = formats.open(source, ImageProperties.NONE)) {
      OvaTester.copied(image);
      return true;
    } catch (StorageException expected) {
      return false;
    }
  }
}
