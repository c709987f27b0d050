package org.stowage.plugin.ova.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.ova.OvaBuilder;

class RunningDigestTest {

  private static final Set<DigestAlgorithm> SHA1 = Set.of(DigestAlgorithm.SHA1);

  @TempDir Path folder;
  private final byte[] bytes = new byte[1000];
  private final RunningDigest digest = new RunningDigest(SHA1, bytes.length);

  @BeforeEach
  void fill() {
    new Random(1).nextBytes(bytes);
  }

  private void saw(int offset, int length) {
    digest.saw(offset, ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  private Map<DigestAlgorithm, String> finish(byte[] rest) throws IOException {
    try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("m"), rest))) {
      return digest.finish(channel);
    }
  }

  private Map<DigestAlgorithm, String> expected() {
    return Map.of(DigestAlgorithm.SHA1, OvaBuilder.digest("SHA1", bytes));
  }

  @Test
  void startsAnewForTheNextReading() throws IOException {
    saw(0, 1000);
    assertEquals(expected(), finish(new byte[0]));

    bytes[999] ^= 1;
    saw(0, 1000);

    assertEquals(expected(), finish(new byte[0]));
  }

  @Test
  void needsNoSecondReadingWhenBytesComeInOrder() throws IOException {
    saw(0, 100);
    saw(100, 500);
    saw(600, 400);

    assertEquals(expected(), finish(new byte[0]));
  }

  @Test
  void countsBytesOnceThatAreReadTwice() throws IOException {
    saw(0, 100);
    saw(0, 50);
    saw(50, 950);

    assertEquals(expected(), finish(new byte[0]));
  }

  @Test
  void readsAtTheEndWhatWasJumpedOver() throws IOException {
    saw(0, 10);
    saw(500, 500);

    assertEquals(expected(), finish(bytes));
  }

  @Test
  void readsEverythingWhenNobodyDid() throws IOException {
    assertEquals(expected(), finish(bytes));
  }

  @Test
  void isOfWhatIsLeftOfAMemberThatHasBecomeShorter() throws IOException {
    byte[] shorter = Arrays.copyOf(bytes, 900);
    saw(0, 600);

    assertEquals(Map.of(DigestAlgorithm.SHA1, OvaBuilder.digest("SHA1", shorter)), finish(shorter));
    assertEquals(expected(), finish(bytes));
  }

  @Test
  void readsNothingWhenNoDigestIsWanted() throws IOException {
    RunningDigest none = new RunningDigest(Set.of(), 5);
    try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("m"), bytes))) {
      assertEquals(Map.of(), none.finish(channel));
      assertEquals(0, channel.position());
    }
  }
}
