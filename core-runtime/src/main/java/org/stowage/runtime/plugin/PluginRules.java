package org.stowage.runtime.plugin;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which plugins may run, and how much they may do wrong.
 *
 * @param folder where the jars are
 * @param locked whether only jars may run that {@link PluginLock} lists; a folder with a lock file
 *     is locked in any case
 * @param trustedSigners certificates in PEM; with it, only jars may run that are signed under one
 *     of them. Null where signatures do not matter
 * @param patience how long a plugin may keep control without a sign of life; positive
 */
public record PluginRules(
    Path folder, boolean locked, @Nullable Path trustedSigners, Duration patience) {

  /** Long enough for an array that answers late, short enough for whoever waits. */
  public static final Duration USUAL_PATIENCE = Duration.ofMinutes(5);

  public PluginRules {
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience must be positive, not " + patience);
    }
  }

  /** What holds when nobody says otherwise. */
  public static PluginRules of(Path folder) {
    return new PluginRules(folder, false, null, USUAL_PATIENCE);
  }

  public PluginRules withPatience(Duration other) {
    return new PluginRules(folder, locked, trustedSigners, other);
  }

  public PluginRules withLocked() {
    return new PluginRules(folder, true, trustedSigners, patience);
  }

  public PluginRules withTrustedSigners(Path pem) {
    return new PluginRules(folder, locked, pem, patience);
  }
}
