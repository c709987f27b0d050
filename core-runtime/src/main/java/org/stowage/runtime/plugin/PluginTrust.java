package org.stowage.runtime.plugin;

import java.io.IOException;
import java.util.Optional;

/**
 * What a jar must be, beyond fit, to run here.
 *
 * @param lock the jars that may; empty when any may
 * @param signers whose jars may; empty when anybody's may
 */
record PluginTrust(Optional<PluginLock> lock, Optional<TrustedSigners> signers) {

  /**
   * Reads the lock and the certificates that rules speak of.
   *
   * @throws org.stowage.api.StorageException when either cannot be understood
   */
  static PluginTrust of(PluginRules rules) throws IOException {
    Optional<PluginLock> lock = PluginLock.read(rules.folder());
    if (lock.isEmpty() && rules.locked()) {
      lock = Optional.of(PluginLock.EMPTY);
    }
    return new PluginTrust(
        lock,
        rules.trustedSigners() == null
            ? Optional.empty()
            : Optional.of(TrustedSigners.read(rules.trustedSigners())));
  }

  /** Adds to a jar whatever speaks against it. */
  InspectedJar judge(InspectedJar jar) {
    InspectedJar judged = lock.isPresent() ? lock.get().judge(jar) : jar;
    return signers.isPresent() ? signers.get().judge(judged) : judged;
  }
}
