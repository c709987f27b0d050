package org.stowage.cli.migrate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a host is given of an instance's folder on another one, where they share none. */
final class ArrivalOptions {

  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description = "domain.xml of the folder it had; otherwise that of its folder here.")
  private @Nullable Path definition;

  @Option(
      names = "--config-drive",
      paramLabel = "FILE",
      description = "disk.config of the folder it had; otherwise that of its folder here.")
  private @Nullable Path configDrive;

  @Nullable Path definition() {
    return definition;
  }

  @Nullable Path configDrive() {
    return configDrive;
  }
}
