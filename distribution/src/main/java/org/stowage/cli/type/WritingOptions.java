package org.stowage.cli.type;

import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that writes an image. */
public final class WritingOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--level",
      paramLabel = "N",
      defaultValue = "" + WriteOptions.USUAL_LEVEL,
      description = "Compression, 1 (fast) to 9 (small); ${DEFAULT-VALUE} if not given.")
  private int level;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads work; otherwise as many as there are processors.")
  private @Nullable Integer threads;

  /** 1 to 9. */
  public int level() {
    if (level < 1 || level > 9) {
      throw wrong("--level must be 1 to 9, not " + level);
    }
    return level;
  }

  /** At least 1. */
  public int threads() {
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (workers < 1) {
      throw wrong("--threads must be at least 1, not " + workers);
    }
    return workers;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
