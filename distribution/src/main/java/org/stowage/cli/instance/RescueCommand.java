package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.DeclaredOptions;
import org.stowage.cli.type.ImageName;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.libvirt.LibvirtHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rescue",
    description =
        "Boots an instance on a libvirt host from another image, with its own disks beside it.",
    footer = {"", "Example:", "  stowage rescue web-1 --target kvm-1 --image rescue.vmdk"})
public final class RescueCommand implements Action {

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the instance.")
  private String name;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "IMAGE",
      description = "What it boots from. " + ImageName.DESCRIPTION)
  private String image;

  @Mixin private DeclaredOptions declared;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      return session.watched(
          "rescuing " + name,
          operation -> {
            host.rescue(name, image, declared.declared(), operation);
            return LibvirtInstanceResult.of(host.instance(name));
          });
    }
  }
}
