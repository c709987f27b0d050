package org.stowage.plugin.ova.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.plugin.ova.error.OvaError;

/**
 * The certificate file of a package: a line {@code ALG(name.mf)= hex} with an RSA signature over
 * the manifest's bytes, then the signer's certificate in PEM (DSP0243, "Distribution").
 *
 * <p>The signature is checked, the signer is not: no authority is asked whether the certificate can
 * be trusted.
 */
final class Certificate {

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private final String where;
  private final @Nullable ManifestLine signature;
  private final @Nullable X509Certificate signer;

  private Certificate(
      String where, @Nullable ManifestLine signature, @Nullable X509Certificate signer) {
    this.where = where;
    this.signature = signature;
    this.signer = signer;
  }

  /**
   * Reads a certificate file; one that is not understood is no fault of the package.
   *
   * @param where the file's name, for messages
   */
  static Certificate parse(byte[] bytes, String where) {
    String text = new String(bytes, US_ASCII);
    Optional<ManifestLine> line =
        text.lines().limit(16).map(ManifestLine::parse).flatMap(Optional::stream).findFirst();
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, Math.max(0, begin));
    X509Certificate signer = null;
    if (begin >= 0 && end > begin) {
      try {
        byte[] pem = text.substring(begin, end + END.length()).getBytes(US_ASCII);
        signer =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem));
      } catch (GeneralSecurityException notUnderstood) {
        signer = null;
      }
    }
    return new Certificate(where, line.orElse(null), signer);
  }

  /** The manifest it speaks of, relative to its own folder; empty when it does not say. */
  Optional<String> manifestName() {
    return Optional.ofNullable(signature).map(ManifestLine::name);
  }

  /**
   * Checks the signature, as far as it is understood, and tells about it.
   *
   * @param manifest the bytes of the manifest file that was signed
   * @throws DiskFormatException when the manifest is not what was signed
   */
  Problem check(byte[] manifest) throws DiskFormatException {
    Optional<DigestAlgorithm> algorithm =
        Optional.ofNullable(signature).flatMap(line -> DigestAlgorithm.named(line.algorithm()));
    if (algorithm.isEmpty() || signature == null || signer == null) {
      return notUnderstood("it is not a signature line and a certificate in PEM");
    }
    try {
      Signature check = Signature.getInstance(algorithm.get().signatureName());
      check.initVerify(signer.getPublicKey());
      check.update(manifest);
      if (!check.verify(HexFormat.of().parseHex(signature.value()))) {
        throw mismatch(signer);
      }
    } catch (SignatureException notOfThisKey) {
      throw mismatch(signer);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return notUnderstood(String.valueOf(e.getMessage()));
    }
    return new Problem(
        OvaError.CERTIFICATE,
        Severity.INFO,
        "%s: the manifest is signed by %s, not verified against any certificate authority"
            .formatted(
                OvaError.shown(where), OvaError.shown(signer.getSubjectX500Principal().getName())),
        "");
  }

  private Problem notUnderstood(String why) {
    return new Problem(
        OvaError.CERTIFICATE_UNREAD,
        Severity.WARNING,
        "%s: the signature of the manifest was not checked: %s"
            .formatted(OvaError.shown(where), OvaError.shown(why)),
        "Check the signature with the tool that made it, if it matters to you.");
  }

  private DiskFormatException mismatch(X509Certificate signer) {
    return OvaError.damaged(
        CommonError.INTEGRITY,
        where,
        "the manifest is not the one that was signed by %s"
            .formatted(OvaError.shown(signer.getSubjectX500Principal().getName())));
  }
}
