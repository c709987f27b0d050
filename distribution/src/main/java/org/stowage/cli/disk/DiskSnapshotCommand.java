package org.stowage.cli.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.WritingOptions;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.snapshot.SnapshotDestination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "snapshot",
    description =
        "Writes a disk, as it is at this moment, to a streamOptimized VMDK; it may be in use.",
    footer = {
      "",
      "Example:",
      "  stowage disk snapshot b0d0b498-1fe2-479e-995c-80ace2f339a7 --to web-1.vmdk"
    })
public final class DiskSnapshotCommand implements Action {

  @Mixin private DiskParameters parameters;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "The new file; must not exist.")
  private Path destination;

  @Mixin private WritingOptions writing;

  @Override
  public Result run(Session session) throws IOException {
    InstanceDisk disk = parameters.disk();
    try (HostDisks disks = session.stowage().host().disks()) {
      return DiskSnapshotResult.of(
          session.watched(
              "taking a snapshot of " + disk.name(),
              writing.threads(),
              operation ->
                  disks.snapshot(
                      disk, SnapshotDestination.of(destination), writing.level(), operation)));
    }
  }
}
