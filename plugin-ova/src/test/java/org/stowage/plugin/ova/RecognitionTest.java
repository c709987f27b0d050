package org.stowage.plugin.ova;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Recognition;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.OvfText;
import org.stowage.testkit.ova.TarBuilder;

class RecognitionTest {

  private static final byte[] NOTHING = new byte[1024];

  @TempDir Path folder;

  private static Recognition of(String name, byte[] bytes) {
    return of(name, bytes, ImageProperties.NONE);
  }

  private static Recognition of(String name, byte[] bytes, ImageProperties declared) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, ImageHead.MAX_BYTES));
    return new OvaFormat()
        .recognise(new ImageHead(name, ByteBuffer.wrap(head), bytes.length, declared));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vm.ovf", "./vm.OVF", "box/vm.ovf", "vm.mf", "d.vmdk", "vm.cert"})
  void isSureOfArchivesWithAMemberOfAPackage(String member) {
    byte[] archive = new TarBuilder().file("README", "x").file(member, "y").bytes();

    assertEquals(Recognition.MAGIC, of("", archive));
  }

  @Test
  void isSureThoughTheFirstMemberIsLargerThanTheHead() {
    assertEquals(
        Recognition.MAGIC, of("", new TarBuilder().file("d.vmdk", new byte[200_000]).bytes()));
  }

  @Test
  void looksBehindExtensionHeaders() {
    assertEquals(
        Recognition.MAGIC, of("", new TarBuilder().pax("path", "vm.ovf").file("cut", "x").bytes()));
  }

  @Test
  void takesOtherArchivesWhenNobodyElseDoes() {
    assertEquals(Recognition.DECLARED, of("x.tar", new TarBuilder().file("a", "b").bytes()));
  }

  @Test
  void takesArchivesOlderThanUstar() {
    byte[] block = new TarBuilder().header("vm.ovf", '0', TarBuilder.octal(0)).unended();
    Arrays.fill(block, 257, 265, (byte) 0);

    assertEquals(Recognition.MAGIC, of("", TarBuilder.withChecksum(block)));
  }

  @Test
  void takesWhatIsDeclaredToBeOne() {
    ImageProperties ova = new ImageProperties(Map.of(ImageProperties.CONTAINER_FORMAT, "ova"));
    ImageProperties bare = new ImageProperties(Map.of(ImageProperties.CONTAINER_FORMAT, "bare"));

    assertEquals(Recognition.DECLARED, of("x", NOTHING, ova));
    assertEquals(Recognition.NONE, of("x", NOTHING, bare));
  }

  @ParameterizedTest
  @CsvSource({
    "vm.ova,DECLARED",
    "VM.OVA,DECLARED",
    "vm.ova.gz,DECLARED",
    "vm.img,NONE",
    "ova,NONE",
    "'',NONE"
  })
  void takesWhatIsNamedLikeOne(String name, Recognition recognition) {
    assertEquals(recognition, of(name, NOTHING));
  }

  @Test
  void takesArchivesInGzipToRefuseThemWell() throws IOException {
    byte[] archive = gzip(new TarBuilder().file("vm.ovf", "x").bytes());

    assertEquals(Recognition.DECLARED, of("x.gz", archive));
    assertEquals(Recognition.NONE, of("x.gz", gzip(NOTHING)));
    assertEquals(Recognition.NONE, of("x.gz", Arrays.copyOf(archive, 20)));
  }

  @Test
  void isNotMisledByAnyBytes() {
    Random random = new Random(7);
    byte[] archive = new TarBuilder().file("vm.ovf", "x".repeat(3000)).file("d", "y").bytes();
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = Arrays.copyOf(archive, random.nextInt(archive.length));
      for (int j = 0; j < bytes.length && j < 5; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      of("", bytes);
    }
    assertEquals(Recognition.NONE, of("", new byte[0]));
  }

  @ParameterizedTest
  @EnumSource
  void ofAWrappedArchiveEndsInAdvice(Access access) throws IOException {
    byte[] archive =
        gzip(new TarBuilder().file("vm.ovf", OvfText.oneDisk("d", 1, "lsilogic")).bytes());

    String message = new OvaTester(folder, access).refusal(OvaError.WRAPPED, archive);

    assertTrue(message.contains("gzip"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00fd7zXZ\0",
        "BZh9",
        "(\u00b5/\u00fd",
        "PK\u0003\u0004",
        "7z\u00bc\u00af'\u001c"
      })
  void ofOtherWrappersEndsInAdviceToo(String magic) {
    byte[] bytes = Arrays.copyOf(magic.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 600);
    for (Access access : Access.values()) {
      new OvaTester(folder, access).refusal(OvaError.WRAPPED, bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "<html>not found</html>"})
  void ofAnythingElseNamedLikeAnOvaEndsInARefusal(String content) {
    for (Access access : Access.values()) {
      new OvaTester(folder, access).refusal(OvaError.NOT_TAR, content.getBytes(UTF_8));
    }
  }
}
