package org.stowage.cli.plugin;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "Lists the plugin jars; ends with status 8 if any of them is broken.",
    footer = {"", "Example:", "  stowage plugin list"})
public final class PluginListCommand implements Action {

  @Override
  public Result run(Session session) throws IOException {
    return PluginListResult.of(session.pluginReports());
  }
}
