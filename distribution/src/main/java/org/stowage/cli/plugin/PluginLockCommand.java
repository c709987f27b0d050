package org.stowage.cli.plugin;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.runtime.plugin.PluginFolder;
import picocli.CommandLine.Command;

@Command(
    name = "lock",
    description =
        "Lists the plugin jars in plugins.lock: from now on only they may run, as they are now.",
    footer = {"", "Example:", "  stowage plugin lock"})
public final class PluginLockCommand implements Action {

  @Override
  public Result run(Session session) throws IOException {
    PluginFolder folder = session.pluginFolder();
    folder.lock();
    return PluginListResult.of(session.warn(folder.inspect()));
  }
}
