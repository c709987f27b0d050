package org.stowage.cli.instance;

import java.io.IOException;
import java.time.Duration;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.cli.type.WritingOptions;
import org.stowage.runtime.ephemeral.HostDisks.DiskSnapshot;
import org.stowage.runtime.glance.Glance;
import org.stowage.runtime.libvirt.LibvirtHost;
import org.stowage.runtime.snapshot.SnapshotRequest;
import org.stowage.vmdk.VmdkKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "snapshot",
    description =
        "Writes an instance's disk, as it stands now, to a file: a streamOptimized VMDK, or an OVA"
            + " around one; or to an image of Glance.",
    footer = {
      "",
      "Examples:",
      "  stowage snapshot web-1 --to web-1.ova",
      "  stowage snapshot db-1 --to db-1.vmdk --level 9",
      "  stowage snapshot db-1 --to glance://db-1-today"
    })
public final class SnapshotCommand implements Action {

  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance.")
  private String name;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DESTINATION",
      description = "The new file, .vmdk or .ova, or image, glance://NAME; must not exist.")
  private String destination;

  @Mixin private WritingOptions writing;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    if (session.isLibvirt(target.name())) {
      return onLibvirt(session);
    }
    SnapshotRequest request =
        new SnapshotRequest(name, target.name(), destination, writing.level());
    return SnapshotResult.of(
        session.watched(
            "taking a snapshot of " + name,
            writing.threads(),
            operation -> session.stowage().snapshot(request, operation)));
  }

  private Result onLibvirt(Session session) throws IOException {
    if (!Glance.isAddress(destination) && !destination.endsWith(".vmdk")) {
      throw new ParameterException(
          command.commandLine(),
          "of a libvirt host a snapshot is a VMDK: name a file.vmdk, or glance://NAME");
    }
    long start = System.nanoTime();
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      DiskSnapshot snapshot =
          session.watched(
              "taking a snapshot of " + name,
              writing.threads(),
              operation -> host.snapshot(name, destination, writing.level(), operation));
      return new SnapshotResult(
          name,
          session.config().target(target.name()).name(),
          snapshot.taken().name(),
          "bare",
          VmdkKind.STREAM_OPTIMIZED.formatId(),
          snapshot.disk().volume().capacityBytes(),
          snapshot.taken().storedBytes(),
          Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
  }
}
