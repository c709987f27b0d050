package org.stowage.cli.plugin;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;

@Command(
    name = "verify",
    description =
        "Checks every plugin jar: what it holds, the lock, signatures, and that it starts.",
    footer = {"", "Example:", "  stowage plugin verify"})
public final class PluginVerifyCommand implements Action {

  @Override
  public Result run(Session session) throws IOException {
    return PluginListResult.of(session.warn(session.pluginFolder().verify()));
  }
}
