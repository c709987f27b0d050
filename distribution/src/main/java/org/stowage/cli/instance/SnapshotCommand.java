package org.stowage.cli.instance;

import java.io.IOException;
import java.nio.file.Path;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.cli.type.WritingOptions;
import org.stowage.runtime.snapshot.SnapshotRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "snapshot",
    description =
        "Writes an instance's disk, as it stands now, to a file: a streamOptimized VMDK, or an OVA"
            + " around one.",
    footer = {
      "",
      "Examples:",
      "  stowage snapshot web-1 --to web-1.ova",
      "  stowage snapshot db-1 --to db-1.vmdk --level 9"
    })
public final class SnapshotCommand implements Action {

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance.")
  private String name;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "The new file, .vmdk or .ova; must not exist.")
  private Path destination;

  @Mixin private WritingOptions writing;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    SnapshotRequest request =
        new SnapshotRequest(name, target.name(), destination, writing.level());
    return SnapshotResult.of(
        session.watched(
            "taking a snapshot of " + name,
            writing.threads(),
            operation -> session.stowage().snapshot(request, operation)));
  }
}
