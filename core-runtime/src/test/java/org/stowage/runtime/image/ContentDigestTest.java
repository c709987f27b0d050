package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stowage.api.disk.DiskSink;

class ContentDigestTest {

  private static final int KIB = 1024;

  private final byte[] content = new byte[300 * KIB];

  ContentDigestTest() {
    new Random(7).nextBytes(content);
    Arrays.fill(content, 64 * KIB, 192 * KIB, (byte) 0);
  }

  @Test
  void isThatOfTheBlocksThatAreNotZerosAndTheirNumbers() throws Exception {
    var sha256 = MessageDigest.getInstance("SHA-256");
    for (int number : new int[] {0, 3, 4}) {
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
      byte[] block = new byte[64 * KIB];
      System.arraycopy(content, number * 64 * KIB, block, 0, Math.min(64, 300 - number * 64) * KIB);
      sha256.update(block);
    }

    assertEquals(HexFormat.of().formatHex(sha256.digest()), inPiecesOf(300 * KIB, content));
  }

  @Test
  void doesNotDependOnThePieces() {
    String whole = inPiecesOf(300 * KIB, content);

    for (int pieceBytes : new int[] {512, 1536, 64 * KIB, 65 * KIB, 128 * KIB}) {
      assertEquals(whole, inPiecesOf(pieceBytes, content));
    }
  }

  @Test
  void doesNotDependOnWhichZerosAreWritten() {
    ContentDigest digest = new ContentDigest();
    digest.write(0, ByteBuffer.wrap(content, 0, 64 * KIB));
    digest.write(192 * KIB, ByteBuffer.wrap(content, 192 * KIB, 108 * KIB));
    digest.write(500 * KIB, ByteBuffer.wrap(new byte[100 * KIB]));

    assertEquals(inPiecesOf(300 * KIB, content), digest.hex());
  }

  @Test
  void isTheSameBesideASink() throws Exception {
    ContentDigest digest = new ContentDigest();
    ContentDigest taken = new ContentDigest();
    try (DiskSink beside = digest.beside(taken)) {
      for (int at = 0; at < content.length; at += 100 * KIB) {
        ByteBuffer reused = ByteBuffer.allocate(100 * KIB).put(content, at, 100 * KIB).flip();
        beside.write(at, reused);
        assertEquals(0, reused.remaining());
        Arrays.fill(reused.array(), (byte) 1);
      }
    }

    assertEquals(inPiecesOf(300 * KIB, content), digest.hex());
    assertEquals(inPiecesOf(300 * KIB, content), taken.hex());
  }

  @Test
  void dependsOnWhereTheContentIs() {
    ContentDigest digest = new ContentDigest();
    digest.write(512, ByteBuffer.wrap(content));

    assertNotEquals(inPiecesOf(300 * KIB, content), digest.hex());
  }

  @Test
  void dependsOnEveryByte() {
    String before = inPiecesOf(300 * KIB, content);
    content[100 * KIB] = 1;

    assertNotEquals(before, inPiecesOf(300 * KIB, content));
  }

  private static String inPiecesOf(int pieceBytes, byte[] content) {
    ContentDigest digest = new ContentDigest();
    for (int at = 0; at < content.length; at += pieceBytes) {
      digest.write(at, ByteBuffer.wrap(content, at, Math.min(pieceBytes, content.length - at)));
    }
    return digest.hex();
  }
}
