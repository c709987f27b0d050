package org.stowage.cli.plugin;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = "Deletes a plugin jar from the plugins folder, without asking.",
    footer = {"", "Example:", "  stowage plugin remove acme-tape"})
public final class PluginRemoveCommand implements Action {

  @Parameters(
      index = "0",
      paramLabel = "PLUGIN",
      description = "The plugin's id, or the name of its jar.")
  private String plugin;

  @Override
  public Result run(Session session) throws IOException {
    return PluginResult.removed(session.pluginFolder().remove(plugin));
  }
}
