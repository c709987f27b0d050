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
    name = "show",
    description = "Shows one instance.",
    footer = {"", "Example:", "  stowage show web-1 --target lab"})
public final class ShowCommand implements Action {

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance.")
  private String name;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    if (session.isLibvirt(target.name())) {
      try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
        return LibvirtInstanceResult.of(host.instance(name));
      }
    }
    return InstanceResult.of(session.stowage().instance(target.name(), name));
  }
}
