package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.libvirt.LibvirtHost;
import org.stowage.runtime.libvirt.LibvirtInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "destroy",
    description = "Removes an instance with its disk, without asking; the image stays cached.",
    footer = {"", "Examples:", "  stowage destroy web-1", "  stowage destroy web-1 --target lab"})
public final class DestroyCommand implements Action {

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance.")
  private String name;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    Stowage stowage = session.stowage();
    if (session.isLibvirt(target.name())) {
      try (LibvirtHost host = stowage.host().libvirt(target.name())) {
        LibvirtInstance gone = host.instance(name).instance();
        host.destroy(gone.id().toString());
        return new LibvirtGoneResult(gone.name(), gone.id().toString());
      }
    }
    InstanceView instance = stowage.instance(target.name(), name);
    stowage.destroy(instance);
    return new DestroyResult(
        instance.instance().name(), instance.target(), instance.instance().datastore());
  }
}
