package org.stowage.plugin.ova.manifest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The digests a manifest may be made of (DSP0243, "Distribution"). Weakest first. */
public enum DigestAlgorithm {
  SHA1("SHA-1", 40),
  SHA256("SHA-256", 64),
  SHA512("SHA-512", 128);

  private final String javaName;
  private final int hexDigits;

  DigestAlgorithm(String javaName, int hexDigits) {
    this.javaName = javaName;
    this.hexDigits = hexDigits;
  }

  int hexDigits() {
    return hexDigits;
  }

  /** The name of this algorithm as digests carry it in front: {@code sha256}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of an RSA signature over this digest. */
  String signatureName() {
    return name() + "withRSA";
  }

  MessageDigest start() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + javaName, e);
    }
  }

  /** By its name in a manifest; OpenSSL 3 writes {@code SHA2-256}. */
  static Optional<DigestAlgorithm> named(String name) {
    String plain = name.toUpperCase(Locale.ROOT).replaceFirst("^SHA2?-", "SHA");
    return Arrays.stream(values()).filter(it -> it.name().equals(plain)).findFirst();
  }
}
