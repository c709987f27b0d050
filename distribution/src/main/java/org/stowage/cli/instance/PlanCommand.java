package org.stowage.cli.instance;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    description = "Shows what deploy would do, and why; changes nothing.",
    footer = {"", "Example:", "  stowage plan ubuntu.ova --name web-1"})
public final class PlanCommand implements Action {

  @Mixin private DeployOptions options;

  @Override
  public Result run(Session session) throws IOException {
    return PlanResult.of(session.stowage().plan(options.request()));
  }
}
