package org.stowage.cli.disk;

import java.io.IOException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.SizeConverter;
import org.stowage.runtime.ephemeral.HostDisks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "connect",
    description = "Connects a disk to this host, and waits until its device is there.",
    footer = {
      "",
      "Example:",
      "  stowage disk connect b0d0b498-1fe2-479e-995c-80ace2f339a7 --iops 2000 --bandwidth 100MiB"
    })
public final class DiskConnectCommand implements Action {

  @Spec private CommandSpec command;

  @Mixin private DiskParameters parameters;

  @Option(
      names = "--iops",
      paramLabel = "N",
      defaultValue = "0",
      description = "The most operations a second; 0, the default, for no limit.")
  private long iops;

  @Option(
      names = "--bandwidth",
      paramLabel = "SIZE",
      defaultValue = "0",
      converter = SizeConverter.class,
      description = "The most bytes a second, such as 100MiB; 0, the default, for no limit.")
  private long bytesPerSecond;

  @Override
  public Result run(Session session) throws IOException {
    if (iops < 0) {
      throw new ParameterException(command.commandLine(), "--iops must not be negative");
    }
    InstanceDisk disk = parameters.disk();
    try (HostDisks disks = session.stowage().host().disks()) {
      Connection made = disks.connect(disk, new VolumeLimits(iops, bytesPerSecond));
      return new DiskConnectResult(
          disk.instance().toString(), disk.name(), made.blockPath(), made.libvirtDiskXml());
    }
  }
}
