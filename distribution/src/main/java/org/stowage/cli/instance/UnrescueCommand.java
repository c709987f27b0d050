package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.libvirt.LibvirtHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "unrescue",
    description = "Ends a rescue: the instance boots from its own disk again.",
    footer = {"", "Example:", "  stowage unrescue web-1 --target kvm-1"})
public final class UnrescueCommand implements Action {

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance.")
  private String name;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      host.unrescue(name);
      return LibvirtInstanceResult.of(host.instance(name));
    }
  }
}
