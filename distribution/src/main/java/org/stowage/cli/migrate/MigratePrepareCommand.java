package org.stowage.cli.migrate;

import java.io.IOException;
import java.util.Map;
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
    name = "prepare",
    description =
        "On the host that an instance is to come to: connects all its disks, and returns when every"
            + " device is there. Then let libvirt move it.",
    footer = {
      "",
      "Example, with an instance that runs:",
      "  kvm-2$ stowage migrate prepare b0d0b498-1fe2-479e-995c-80ace2f339a7 --target kvm-2",
      "  kvm-1$ virsh migrate --live --persistent --undefinesource web-1 qemu+ssh://kvm-2/system",
      "  kvm-1$ stowage migrate finish b0d0b498-1fe2-479e-995c-80ace2f339a7 --target kvm-1"
    })
public final class MigratePrepareCommand implements Action {

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "The UUID of the instance.")
  private UUID id;

  @Option(names = "--cold", description = "The instance is stopped: define it here, to be started.")
  private boolean cold;

  @Mixin private ArrivalOptions arrival;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      Map<String, String> paths =
          cold
              ? host.prepareColdMove(id, arrival.definition(), arrival.configDrive())
              : host.prepareMove(id, arrival.definition(), arrival.configDrive());
      return MigrateResult.here(id, "prepared", paths);
    }
  }
}
