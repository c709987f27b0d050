package org.stowage.cli.disk;

import java.io.IOException;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.runtime.ephemeral.HostDisks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "disconnect",
    description = "Disconnects a disk from this host, and waits until its device is gone.",
    footer = {"", "Example:", "  stowage disk disconnect b0d0b498-1fe2-479e-995c-80ace2f339a7"})
public final class DiskDisconnectCommand implements Action {

  @Mixin private DiskParameters parameters;

  @Override
  public Result run(Session session) throws IOException {
    InstanceDisk disk = parameters.disk();
    try (HostDisks disks = session.stowage().host().disks()) {
      disks.disconnect(disk);
    }
    return DiskGoneResult.of(disk, "disconnected");
  }
}
