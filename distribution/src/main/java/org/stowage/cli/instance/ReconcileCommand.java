package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.libvirt.LibvirtHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reconcile",
    description =
        "Brings a libvirt host in line with the array, after it was down: connects the disks of its"
            + " instances. One that another host has taken is left alone.",
    footer = {"", "Example:", "  stowage reconcile --target kvm-1 --start"})
public final class ReconcileCommand implements Action {

  @Option(names = "--start", description = "Start the instances that do not run.")
  private boolean start;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    try (LibvirtHost host = session.stowage().host().libvirt(target.name())) {
      return ReconcileResult.of(host.reconcile(start));
    }
  }
}
