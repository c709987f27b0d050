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
    name = "delete",
    description =
        "Deletes a disk, and what a run that did not end left of it, without asking; done when"
            + " there is none.",
    footer = {
      "",
      "Example:",
      "  stowage disk delete b0d0b498-1fe2-479e-995c-80ace2f339a7 disk.swap"
    })
public final class DiskDeleteCommand implements Action {

  @Mixin private DiskParameters parameters;

  @Override
  public Result run(Session session) throws IOException {
    InstanceDisk disk = parameters.disk();
    try (HostDisks disks = session.stowage().host().disks()) {
      disks.making().delete(disk);
    }
    return DiskGoneResult.of(disk, "deleted");
  }
}
