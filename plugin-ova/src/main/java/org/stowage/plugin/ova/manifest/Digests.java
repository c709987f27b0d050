package org.stowage.plugin.ova.manifest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Digests of one member by several algorithms at once. Not safe for use by several threads. */
public final class Digests {

  private final Map<DigestAlgorithm, MessageDigest> running = new EnumMap<>(DigestAlgorithm.class);

  public Digests(Set<DigestAlgorithm> algorithms) {
    algorithms.forEach(algorithm -> running.put(algorithm, algorithm.start()));
  }

  /** Takes the bytes between position and limit, and leaves both as they are. */
  public void update(ByteBuffer bytes) {
    running.values().forEach(digest -> digest.update(bytes.duplicate()));
  }

  /** The digests in hex, lower case; nothing can be added afterwards. */
  public Map<DigestAlgorithm, String> finish() {
    Map<DigestAlgorithm, String> finished = new EnumMap<>(DigestAlgorithm.class);
    running.forEach(
        (algorithm, digest) -> finished.put(algorithm, HexFormat.of().formatHex(digest.digest())));
    return finished;
  }

  /** The digests of bytes in memory. */
  public static Map<DigestAlgorithm, String> of(byte[] bytes, Set<DigestAlgorithm> algorithms) {
    Digests digests = new Digests(algorithms);
    digests.update(ByteBuffer.wrap(bytes));
    return digests.finish();
  }
}
