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
    name = "finish",
    description = "On the host that an instance has left: disconnects all its disks from it.",
    footer = {
      "",
      "Example:",
      "  stowage migrate finish b0d0b498-1fe2-479e-995c-80ace2f339a7 --target kvm-1"
    })
public final class MigrateFinishCommand implements Action {

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "The UUID of the instance.")
  private UUID id;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      host.finishMove(id);
      return MigrateResult.gone(id, "finished");
    }
  }
}
