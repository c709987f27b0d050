package org.stowage.cli.disk;

import java.io.IOException;
import java.util.Optional;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.SizeConverter;
import org.stowage.runtime.ephemeral.HostDisks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "extend",
    description = "Grows a disk, but not what is on it.",
    footer = {
      "",
      "Example:",
      "  stowage disk extend b0d0b498-1fe2-479e-995c-80ace2f339a7 --capacity 32GiB"
    })
public final class DiskExtendCommand implements Action {

  @Mixin private DiskParameters parameters;

  @Option(
      names = "--capacity",
      required = true,
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The new capacity, a multiple of what the array allots.")
  private long capacityBytes;

  @Override
  public Result run(Session session) throws IOException {
    InstanceDisk disk = parameters.disk();
    try (HostDisks disks = session.stowage().host().disks()) {
      return DiskResult.of(disk, Optional.of(disks.extend(disk, capacityBytes).volume()));
    }
  }
}
