package org.stowage.cli.migrate;

import java.io.IOException;
import java.util.UUID;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.libvirt.LibvirtHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description =
        "On the host that an instance was to come to, and did not: disconnects its disks from it. The host it is on is not touched.",
    footer = {
      "",
      "Example:",
      "  stowage migrate rollback b0d0b498-1fe2-479e-995c-80ace2f339a7 --target kvm-2"
    })
public final class MigrateRollbackCommand implements Action {

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "The UUID of the instance.")
  private UUID id;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      host.rollBackMove(id);
      return MigrateResult.gone(id, "rolled-back");
    }
  }
}
