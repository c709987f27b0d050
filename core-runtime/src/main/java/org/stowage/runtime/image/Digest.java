package org.stowage.runtime.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;

/**
 * What the bytes of an image's file add up to, as somebody promises.
 *
 * @param algorithm as Glance writes it: that of Python's hashlib
 * @param hex the digest, in lower case
 */
public record Digest(String algorithm, String hex) {

  private static final Map<String, String> JAVA_NAMES =
      Map.of(
          "md5", "MD5",
          "sha1", "SHA-1",
          "sha256", "SHA-256",
          "sha384", "SHA-384",
          "sha512", "SHA-512",
          "sha3_256", "SHA3-256",
          "sha3_512", "SHA3-512");

  /**
   * What {@code sha256:} or {@code sha512:} with hexadecimal digits declares of an image, by
   * Glance's names.
   *
   * @throws IllegalArgumentException with what is expected, for people
   */
  public static Map<String, String> promised(String text) {
    if (!text.matches("(?i)sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")) {
      throw new IllegalArgumentException(
          "sha256: and 64, or sha512: and 128 hexadecimal digits, not " + text);
    }
    int colon = text.indexOf(':');
    return Map.of(
        ImageProperties.HASH_ALGORITHM,
        text.substring(0, colon),
        ImageProperties.HASH_VALUE,
        text.substring(colon + 1));
  }

  /**
   * The digest that is declared of an image, by Glance's names.
   *
   * @throws StorageException {@code usage} when it cannot be checked
   */
  static Optional<Digest> declared(ImageProperties properties) throws StorageException {
    Optional<String> hex = properties.value(ImageProperties.HASH_VALUE);
    if (hex.isEmpty()) {
      return Optional.empty();
    }
    String algorithm =
        properties.value(ImageProperties.HASH_ALGORITHM).orElse("").toLowerCase(Locale.ROOT);
    if (!JAVA_NAMES.containsKey(algorithm)) {
      throw wrong(
          "the digest algorithm '" + algorithm + "' is not known here",
          "Known are " + String.join(", ", JAVA_NAMES.keySet().stream().sorted().toList()) + ".");
    }
    Digest digest = new Digest(algorithm, hex.get().toLowerCase(Locale.ROOT));
    int length = digest.start().getDigestLength();
    if (!digest.hex.matches("[0-9a-f]{" + length * 2 + "}")) {
      throw wrong(
          "the digest '" + hex.get() + "' is none of " + algorithm,
          "Give " + length * 2 + " hexadecimal digits.");
    }
    return Optional.of(digest);
  }

  MessageDigest start() {
    try {
      return MessageDigest.getInstance(JAVA_NAMES.getOrDefault(algorithm, algorithm));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + algorithm, e);
    }
  }

  /**
   * Compares.
   *
   * @throws StorageException {@code integrity} when the bytes are others than were promised
   */
  void check(MessageDigest found, String image) throws StorageException {
    String hexFound = HexFormat.of().formatHex(found.digest());
    if (!hexFound.equals(hex)) {
      throw new StorageException(
          CommonError.INTEGRITY,
          "reading %s: its %s is %s, but %s was promised"
              .formatted(image, algorithm, hexFound, hex),
          "Look whether the promise is of this image. If it is, the image was damaged or replaced:"
              + " get it anew.");
    }
  }

  private static StorageException wrong(String message, String remedy) {
    return new StorageException(CommonError.USAGE, message, remedy);
  }
}
