package org.stowage.runtime.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The digest of a certificate, by which people recognise it.
 *
 * @param algorithm SHA-256; SHA-1 where a lease of an older vCenter tells of a host's certificate
 * @param hex upper-case, bytes parted by colons, as vSphere shows it
 */
public record Thumbprint(String algorithm, String hex) {

  private static final HexFormat BYTES = HexFormat.ofDelimiter(":").withUpperCase();

  /**
   * Reads a thumbprint; its length tells the algorithm.
   *
   * @param text hexadecimal, with or without colons
   * @throws IllegalArgumentException when it is of neither algorithm
   */
  public static Thumbprint parse(String text) {
    byte[] digest = HexFormat.of().parseHex(text.replace(":", "").strip());
    return switch (digest.length) {
      case 32 -> new Thumbprint("SHA-256", BYTES.formatHex(digest));
      case 20 -> new Thumbprint("SHA-1", BYTES.formatHex(digest));
      default ->
          throw new IllegalArgumentException(
              "a thumbprint has 64 hexadecimal digits, or 40 for SHA-1, not " + 2 * digest.length);
    };
  }

  /**
   * @param algorithm {@code SHA-256} or {@code SHA-1}
   */
  public static Thumbprint of(X509Certificate certificate, String algorithm) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
      return new Thumbprint(algorithm, BYTES.formatHex(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot digest a certificate that was read", e);
    }
  }

  boolean isOf(X509Certificate certificate) {
    return of(certificate, algorithm).equals(this);
  }

  @Override
  public String toString() {
    return algorithm.toUpperCase(Locale.ROOT) + " " + hex;
  }
}
