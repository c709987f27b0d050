package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.libvirt.LibvirtHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Lists the instances of a target.",
    footer = {"", "Examples:", "  stowage list", "  stowage list --target lab -o json"})
public final class ListCommand implements Action {

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    if (session.isLibvirt(target.name())) {
      try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
        return LibvirtListResult.of(host.instances());
      }
    }
    return InstanceListResult.of(session.stowage().instances(target.name()));
  }
}
