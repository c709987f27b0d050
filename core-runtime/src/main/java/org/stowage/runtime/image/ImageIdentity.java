package org.stowage.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskFacts;

/**
 * The identity under which an image is cached.
 *
 * <p>It has to be known without reading the image, or a second deployment would cost as much as the
 * first. So it is derived from what changes when a file's content changes (its length, the time of
 * its last modification, its inode) and from its first and last bytes. A copy of a file counts as
 * another image, unless somebody promises what its disk adds up to, as the manifest of an OVA does.
 */
public final class ImageIdentity {

  private static final int SAMPLE_BYTES = 64 * 1024;
  private static final int MAX_NAME = 40;

  /** 160 bits. */
  private static final int PROMISED_DIGITS = 40;

  private static final Set<String> FORGEABLE = Set.of("md5", "sha1");
  private static final String GIVEN = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

  private ImageIdentity() {}

  /**
   * Checks an identity that somebody gave.
   *
   * @throws StorageException {@code usage} when it cannot be a folder's name
   */
  public static String given(String imageId) throws StorageException {
    if (!imageId.matches(GIVEN)) {
      throw new StorageException(
          CommonError.USAGE,
          "the image id '" + imageId + "' cannot name a cache folder",
          "Use 1 to 128 letters, digits, dots, dashes and underscores, the first a letter"
              + " or digit.");
    }
    return imageId;
  }

  /**
   * The identity by a digest of the disk as it is stored, which somebody promises and an import
   * checks: the container's manifest, or whoever declares it of a file that is the disk itself.
   * Digests that can be forged promise nothing.
   */
  static Optional<String> promised(DiskFacts facts, Optional<Digest> ofFile) {
    String ofDisk = facts.contentDigest();
    if (ofDisk != null) {
      String[] parts = ofDisk.split(":", 2);
      return parts.length == 2 ? promised(parts[0], parts[1]) : Optional.empty();
    }
    return facts.container() == null
        ? ofFile.flatMap(digest -> promised(digest.algorithm(), digest.hex()))
        : Optional.empty();
  }

  private static Optional<String> promised(String algorithm, String hex) {
    return hex.length() >= PROMISED_DIGITS && !FORGEABLE.contains(algorithm)
        ? Optional.of(algorithm + "-" + hex.substring(0, PROMISED_DIGITS))
        : Optional.empty();
  }

  /** Derives the identity of a file: its name, made plain, and a fingerprint. */
  public static String of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    MessageDigest digest = sha256();
    String facts =
        attributes.size()
            + "\n"
            + attributes.lastModifiedTime().toInstant()
            + "\n"
            + attributes.fileKey();
    digest.update(facts.getBytes(StandardCharsets.UTF_8));
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      sample(channel, 0, digest);
      sample(channel, Math.max(0, attributes.size() - SAMPLE_BYTES), digest);
    }
    return named(String.valueOf(file.getFileName()), digest);
  }

  /**
   * Derives the identity of a remote file.
   *
   * @param facts that change when its content does, and where they are from
   */
  static String of(String fileName, List<String> facts) {
    MessageDigest digest = sha256();
    digest.update(String.join("\n", facts).getBytes(StandardCharsets.UTF_8));
    return named(fileName, digest);
  }

  private static String named(String fileName, MessageDigest facts) {
    return plain(fileName) + "-" + HexFormat.of().formatHex(facts.digest(), 0, 8);
  }

  private static void sample(SeekableByteChannel channel, long position, MessageDigest digest)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SAMPLE_BYTES);
    channel.position(position);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // reads until the sample is full or the file ends
    }
    digest.update(buffer.flip());
  }

  private static String plain(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    String plain =
        stem.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[^a-z0-9]+", "");
    if (plain.isEmpty()) {
      return "image";
    }
    return plain.substring(0, Math.min(plain.length(), MAX_NAME));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
