package org.stowage.cli.disk;

import java.io.IOException;
import java.util.UUID;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.runtime.ephemeral.HostDisks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "Lists the disks of an instance.",
    footer = {"", "Example:", "  stowage disk list b0d0b498-1fe2-479e-995c-80ace2f339a7"})
public final class DiskListCommand implements Action {

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "The UUID of the instance.")
  private UUID instance;

  @Override
  public Result run(Session session) throws IOException {
    try (HostDisks disks = session.stowage().host().disks()) {
      return DiskListResult.of(instance, disks.list(instance));
    }
  }
}
