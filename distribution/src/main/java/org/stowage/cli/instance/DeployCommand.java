package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "deploy",
    description = "Makes an instance of an image.",
    footer = {
      "",
      "Examples:",
      "  stowage deploy ubuntu.ova --name web-1",
      "  stowage deploy debian.vmdk --name db-1 --disk-size 40GiB --adapter-type pvscsi",
      "  stowage deploy ubuntu.ova --name web-2 --dry-run"
    })
public final class DeployCommand implements Action {

  @Mixin private DeployOptions options;

  @Option(names = "--dry-run", description = "Show what would be done and why; change nothing.")
  private boolean dryRun;

  @Override
  public Result run(Session session) throws IOException {
    DeployRequest request = options.request();
    if (dryRun) {
      return PlanResult.of(session.stowage().plan(request));
    }
    Deployment deployment =
        session.watched(
            "deploying " + request.name(),
            operation -> session.stowage().deploy(request, operation));
    deployment.image().problems().forEach(session::warn);
    return DeployResult.of(deployment);
  }
}
