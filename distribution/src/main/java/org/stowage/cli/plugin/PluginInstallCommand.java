package org.stowage.cli.plugin;

import java.io.IOException;
import java.nio.file.Path;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "install",
    description =
        "Copies a plugin jar into the plugins folder, once it was seen to work beside the others.",
    footer = {
      "",
      "Examples:",
      "  stowage plugin install acme-tape-1.0.0.jar",
      "  stowage plugin install acme-tape-1.1.0.jar --replace"
    })
public final class PluginInstallCommand implements Action {

  @Parameters(index = "0", paramLabel = "FILE", description = "The jar.")
  private Path file;

  @Option(names = "--replace", description = "Replace the version that is there.")
  private boolean replace;

  @Override
  public Result run(Session session) throws IOException {
    return PluginResult.of(session.pluginFolder().install(file, replace));
  }
}
