package org.stowage.runtime.plugin;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ErrorCode;

/**
 * What became of one jar in the plugins folder.
 *
 * @param file the jar
 * @param id the plugin's id; null, like all that the manifest says, when it could not be read
 * @param version the plugin's own version
 * @param provider who made it; null when the manifest does not say
 * @param requires the range of API versions it works with, as the manifest states it
 * @param extensions what it offers, by kind and id; empty unless it is {@link State#OK}
 * @param enabled false for one that was taken out of use, of which nothing runs
 * @param faults all that is wrong with it; empty when it is {@link State#OK}
 */
public record PluginReport(
    Path file,
    @Nullable String id,
    @Nullable String version,
    @Nullable String provider,
    @Nullable String requires,
    List<Extension> extensions,
    boolean enabled,
    List<Fault> faults) {

  public PluginReport {
    extensions = List.copyOf(extensions);
    faults = List.copyOf(faults);
  }

  /** Whether it is not what the lock lists, or not signed, and would run otherwise. */
  public boolean isDistrusted() {
    return enabled && faults.stream().map(Fault::code).anyMatch(PluginError.DISTRUST::contains);
  }

  /** The same, in another place. */
  PluginReport at(Path other) {
    return new PluginReport(
        other, id, version, provider, requires, extensions, JarFolder.isEnabledJar(other), faults);
  }

  public State state() {
    if (!enabled) {
      return State.DISABLED;
    }
    return faults.isEmpty() ? State.OK : State.FAILED;
  }

  /** Whether a plugin is in use. */
  public enum State {
    /** All its extensions are in use. */
    OK,
    /** None of its extensions is in use, for the faults it has. */
    FAILED,
    /** None of its extensions is in use, because somebody wanted it so. */
    DISABLED
  }

  /** An extension that is in use. */
  public record Extension(ExtensionKind kind, String id) {}

  /**
   * One thing that is wrong.
   *
   * @param message what was found, against what is allowed, with its cause
   * @param remedy what to do about it
   */
  public record Fault(ErrorCode code, String message, String remedy) {}
}
