package org.stowage.cli;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes, before its name and after it. */
final class GlobalOptions {

  /** Those that take the next argument as their value. */
  static final Set<String> WITH_VALUE = Set.of("--home", "--config", "-o", "--output");

  enum Output {
    table,
    json
  }

  @Option(
      names = "--home",
      order = 90,
      paramLabel = "FOLDER",
      description = "The data folder; otherwise STOWAGE_HOME, or ~/.local/share/stowage.")
  @Nullable Path home;

  @Option(
      names = "--config",
      order = 91,
      paramLabel = "FILE",
      description =
          "The configuration; otherwise STOWAGE_CONFIG, stowage.toml in the data folder, or"
              + " ~/.config/stowage/stowage.toml.")
  @Nullable Path config;

  @Option(
      names = {"-o", "--output"},
      order = 92,
      paramLabel = "table|json",
      description = "How results are printed.")
  Output output = Output.table;

  @Option(
      names = {"-q", "--quiet"},
      order = 93,
      description = "Print results and errors only.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      order = 94,
      description = "Log what happens, and show where errors come from; -vv for more.")
  boolean[] verbose = {};

  @Option(
      names = {"-h", "--help"},
      order = 95,
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--version", order = 96, versionHelp = true, description = "Show the version.")
  boolean version;
}
