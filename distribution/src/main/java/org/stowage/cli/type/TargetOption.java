package org.stowage.cli.type;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that looks at one target. */
public final class TargetOption {

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "The target to look at; otherwise the configuration's default_target.")
  private @Nullable String target;

  /** The name that was given; null for the configuration's default. */
  public @Nullable String name() {
    return target;
  }
}
