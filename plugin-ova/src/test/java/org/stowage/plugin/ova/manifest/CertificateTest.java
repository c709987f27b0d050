package org.stowage.plugin.ova.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.error.OvaError;

/** The files were made with OpenSSL: a self-signed certificate of "Test Signer". */
class CertificateTest {

  private static byte[] file(String name) throws IOException {
    try (InputStream in = CertificateTest.class.getResourceAsStream("/cert/" + name)) {
      return in.readAllBytes();
    }
  }

  private static Problem check(byte[] certificate, byte[] manifest) throws IOException {
    Promises promises = new Promises("x.ova");
    promises.addManifest("vm.mf", manifest);
    promises.addCertificate("vm.cert", certificate);
    List<Problem> problems = promises.check();
    assertEquals(1, problems.size());
    return problems.get(0);
  }

  private static byte[] changed(String name, String from, String to) throws IOException {
    String text = new String(file(name), US_ASCII);
    assertTrue(text.contains(from), text);
    return text.replace(from, to).getBytes(US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha1.cert", "sha256.cert", "sha512.cert"})
  void tellsTheSignerAndThatNobodyVouchesForIt(String certificate) throws IOException {
    Problem problem = check(file(certificate), file("signed.mf"));

    assertEquals(OvaError.CERTIFICATE, problem.code());
    assertEquals(Problem.Severity.INFO, problem.severity());
    assertTrue(problem.message().contains("CN=Test Signer"), problem.message());
    assertTrue(problem.message().contains("not verified"), problem.message());
  }

  @Test
  void refusesAManifestThatWasNotSigned() throws IOException {
    byte[] other = changed("signed.mf", "0000", "1111");

    DiskFormatException refusal =
        assertThrows(DiskFormatException.class, () -> check(file("sha256.cert"), other));

    assertEquals(CommonError.INTEGRITY, refusal.code());
    assertTrue(refusal.getMessage().contains("Test Signer"), refusal.getMessage());
  }

  @Test
  void refusesASignatureOfAnotherLength() throws IOException {
    byte[] shorter = changed("sha256.cert", "\n-----BEGIN", "00\n-----BEGIN");

    DiskFormatException refusal =
        assertThrows(DiskFormatException.class, () -> check(shorter, file("signed.mf")));

    assertEquals(CommonError.INTEGRITY, refusal.code());
  }

  @Test
  void warnsWhenItIsNotUnderstood() throws IOException {
    byte[] manifest = file("signed.mf");
    List<byte[]> strange =
        List.of(
            new byte[0],
            "-----BEGIN CMS-----".getBytes(US_ASCII),
            changed("sha256.cert", "SHA256(", "MD5("),
            changed("sha256.cert", "(vm.mf)= ", "(vm.mf)= xyz"),
            changed("sha256.cert", "-----END CERTIFICATE-----", ""),
            changed("sha256.cert", "MII", "AAA"),
            ecCertificate());
    for (byte[] certificate : strange) {
      assertEquals(OvaError.CERTIFICATE_UNREAD, check(certificate, manifest).code());
    }
  }

  private static byte[] ecCertificate() throws IOException {
    return ("SHA256(vm.mf)= 00\n" + new String(file("ec.pem"), US_ASCII)).getBytes(US_ASCII);
  }

  @Test
  void refusesToSignNothing() {
    Promises promises = new Promises("x.ova");
    promises.addCertificate("vm.cert", new byte[0]);

    DiskFormatException refusal = assertThrows(DiskFormatException.class, promises::check);

    assertEquals(OvaError.LONE_CERTIFICATE, refusal.code());
  }

  @Test
  void signsTheManifestItNames() throws IOException {
    Promises promises = new Promises("x.ova");
    promises.addManifest("box/other.mf", new byte[0]);
    promises.addManifest("box/vm.mf", file("signed.mf"));
    promises.addCertificate("box/vm.cert", file("sha256.cert"));

    assertEquals(
        List.of(OvaError.CERTIFICATE), promises.check().stream().map(Problem::code).toList());
  }
}
