package org.stowage.plugin.ova.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.error.OvaError;

class ManifestTest {

  private static final String ONE = "1".repeat(40);
  private static final String TWO = "ab".repeat(32);

  private static Manifest of(String text) throws IOException {
    Manifest manifest = new Manifest();
    manifest.add(text.getBytes(UTF_8), "", "test.mf");
    return manifest;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA1(d.vmdk)= 1111111111111111111111111111111111111111",
        "SHA1(d.vmdk)=1111111111111111111111111111111111111111",
        "SHA1 (d.vmdk) = 1111111111111111111111111111111111111111\r\n",
        "  sha1( d.vmdk )=   1111111111111111111111111111111111111111  ",
        "SHA-1(./d.vmdk)= 1111111111111111111111111111111111111111\n\n",
      })
  void readsLinesAsProducersWriteThem(String text) throws IOException {
    Manifest manifest = of(text);

    assertEquals(Optional.of("sha1:" + ONE), manifest.promise("d.vmdk"));
    assertEquals(List.of(), manifest.problems());
  }

  @Test
  void readsTheNamesOfAlgorithmsAsOpensslWritesThem() throws IOException {
    Manifest manifest =
        of("SHA2-256(a)= " + TWO + "\nSHA512(b)= " + "c".repeat(128) + "\nSHA256(c)= " + TWO);

    assertEquals(Set.of(DigestAlgorithm.SHA256), manifest.algorithms("a"));
    assertEquals(Set.of(DigestAlgorithm.SHA512), manifest.algorithms("b"));
    assertEquals(Set.of("a", "b", "c"), manifest.members());
  }

  @Test
  void readsNamesWithParenthesesAndBlanks() throws IOException {
    assertEquals(
        Optional.of("sha1:" + ONE),
        of("SHA1(my disk (1).vmdk)= " + ONE).promise("my disk (1).vmdk"));
  }

  @Test
  void ignoresCaseOfHexDigits() throws IOException {
    of("SHA256(a)= " + TWO.toUpperCase())
        .check("a", Map.of(DigestAlgorithm.SHA256, TWO), "test.ova");
  }

  @Test
  void takesTheStrongestPromise() throws IOException {
    assertEquals(
        Optional.of("sha256:" + TWO), of("SHA256(a)= " + TWO + "\nSHA1(a)= " + ONE).promise("a"));
  }

  @Test
  void namesAreRelativeToItsFolder() throws IOException {
    Manifest manifest = new Manifest();
    manifest.add(("SHA1(a)= " + ONE).getBytes(UTF_8), "box/", "box/test.mf");

    assertEquals(Set.of("box/a"), manifest.members());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MD5(a)= 11111111111111111111111111111111",
        "1111111111111111111111111111111111111111  a",
        "what is this",
        "(a)= 1111",
        "SHA1()= 1111",
        "SHA1(a) 1111",
      })
  void warnsOfLinesItDoesNotUnderstand(String line) throws IOException {
    Manifest manifest = of("SHA1(b)= " + ONE + "\n" + line + "\n" + line);

    assertEquals(
        List.of(OvaError.MANIFEST_LINE), manifest.problems().stream().map(Problem::code).toList());
    assertTrue(manifest.problems().get(0).message().contains("line 2"));
    assertEquals(Set.of("b"), manifest.members());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA1(a)= 1234",
        "SHA256(a)= ",
        "SHA1(a)= gggggggggggggggggggggggggggggggggggggggg"
      })
  void refusesDigestsThatAreNone(String line) {
    assertRefused(OvaError.MANIFEST, line);
  }

  @Test
  void refusesTwoPromisesOfOneFile() {
    assertRefused(OvaError.MANIFEST, "SHA1(a)= " + ONE + "\nSHA1(./a)= " + "2".repeat(40));
  }

  @Test
  void refusesHugeLines() {
    assertRefused(OvaError.MANIFEST, "SHA1(" + "a".repeat(5000) + ")= " + ONE);
  }

  @Test
  void takesBinaryForLinesNotUnderstood() throws IOException {
    Manifest manifest = new Manifest();
    manifest.add(new byte[] {0, -1, 10, 40, 41, 61, 10}, "", "test.mf");

    assertEquals(Set.of(), manifest.members());
    assertEquals(1, manifest.problems().size());
  }

  @Test
  void namesFileExpectedAndObservedWhenTheyDiffer() throws IOException {
    Manifest manifest = of("SHA1(a.vmdk)= " + ONE);

    DiskFormatException refusal =
        assertThrows(
            DiskFormatException.class,
            () -> manifest.check("a.vmdk", Map.of(DigestAlgorithm.SHA1, "2".repeat(40)), "x.ova"));

    assertEquals(CommonError.INTEGRITY, refusal.code());
    for (String part : List.of("x.ova", "a.vmdk", ONE, "2".repeat(40), "SHA1")) {
      assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
  }

  private static void assertRefused(org.stowage.api.ErrorCode code, String text) {
    DiskFormatException refusal = assertThrows(DiskFormatException.class, () -> of(text));
    assertEquals(code, refusal.code());
  }
}
