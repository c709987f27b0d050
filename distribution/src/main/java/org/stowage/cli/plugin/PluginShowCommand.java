package org.stowage.cli.plugin;

import java.io.IOException;
import java.util.List;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.runtime.plugin.PluginReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Shows what one plugin is and offers.",
    footer = {"", "Example:", "  stowage plugin show ova"})
public final class PluginShowCommand implements Action {

  @Parameters(
      index = "0",
      paramLabel = "PLUGIN",
      description = "The plugin's id, or the name of its jar.")
  private String plugin;

  @Override
  public Result run(Session session) throws IOException {
    PluginReport found = session.pluginFolder().show(plugin);
    session.warn(List.of(found));
    return PluginResult.of(found);
  }
}
