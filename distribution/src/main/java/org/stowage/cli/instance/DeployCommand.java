package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.libvirt.LibvirtHost;
import org.stowage.runtime.libvirt.NewInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "deploy",
    description = "Makes an instance of an image.",
    footer = {
      "",
      "Examples:",
      "  stowage deploy ubuntu.ova --name web-1",
      "  stowage deploy debian.vmdk --name db-1 --disk-size 40GiB --adapter-type pvscsi",
      "  stowage deploy ubuntu.ova --name web-2 --dry-run",
      "  stowage deploy ubuntu.ova --name web-3 --target kvm-1 --disk-size 16GiB --swap 8GiB"
    })
public final class DeployCommand implements Action {

  @Spec private CommandSpec command;

  @Mixin private DeployOptions options;

  @Option(
      names = {"--dry-run", "--plan"},
      description = "Show what would be done and why; change nothing.")
  private boolean dryRun;

  @Option(names = "--explain", description = "Show the score of every datastore as well, and why.")
  private boolean explain;

  @Override
  public Result run(Session session) throws IOException {
    if (session.isLibvirt(options.target())) {
      return onLibvirt(session);
    }
    DeployRequest request = options.request();
    if (dryRun) {
      return PlanResult.of(session.stowage().plan(request));
    }
    Deployment deployment =
        session.watched(
            "deploying " + request.name(),
            operation -> session.stowage().deploy(request, operation));
    deployment.image().problems().forEach(session::warn);
    return DeployResult.of(deployment, explain);
  }

  private Result onLibvirt(Session session) throws IOException {
    NewInstance wanted = options.newInstance();
    if (dryRun || explain) {
      throw new ParameterException(
          command.commandLine(),
          "--dry-run and --explain are not for libvirt hosts, where nothing is chosen");
    }
    try (LibvirtHost host = session.stowage().host().libvirt(options.target())) {
      return LibvirtInstanceResult.of(
          session.watched(
              "deploying " + wanted.name(), operation -> host.deploy(wanted, operation)));
    }
  }
}
