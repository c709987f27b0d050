package org.stowage.cli.plugin;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "disable",
    description = "Takes a plugin out of use; its jar stays in the plugins folder.",
    footer = {"", "Example:", "  stowage plugin disable acme-tape"})
public final class PluginDisableCommand implements Action {

  @Parameters(
      index = "0",
      paramLabel = "PLUGIN",
      description = "The plugin's id, or the name of its jar.")
  private String plugin;

  @Override
  public Result run(Session session) throws IOException {
    return PluginResult.of(session.pluginFolder().enable(plugin, false));
  }
}
