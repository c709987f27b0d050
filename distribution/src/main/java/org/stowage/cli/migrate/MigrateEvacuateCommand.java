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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "evacuate",
    description =
        "Runs an instance on this host whose own host is dead. Its disks are taken from the dead"
            + " host first, so that it cannot write any more.",
    footer = {
      "",
      "Example:",
      "  stowage migrate evacuate b0d0b498-1fe2-479e-995c-80ace2f339a7 --target kvm-2 --dead-host 0F7F7D0C-7D53-4B3A-9B1A-6E3F0B5E2A10"
    })
public final class MigrateEvacuateCommand implements Action {

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "The UUID of the instance.")
  private UUID id;

  @Option(
      names = "--dead-host",
      required = true,
      paramLabel = "HOST",
      description = "What the array knows the dead host by; of ScaleIO the GUID of its SDC.")
  private String deadHost;

  @Mixin private ArrivalOptions arrival;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      return MigrateResult.here(
          id,
          "evacuated",
          host.evacuate(id, deadHost, arrival.definition(), arrival.configDrive()));
    }
  }
}
