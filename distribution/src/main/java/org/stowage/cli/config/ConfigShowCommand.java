package org.stowage.cli.config;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    description = "Shows the configuration in force and where it comes from.",
    footer = {
      "",
      "Examples:",
      "  stowage config show",
      "  stowage config show --config stowage.toml"
    })
public final class ConfigShowCommand implements Action {

  @Override
  public Result run(Session session) throws IOException {
    return ConfigResult.of(session.config());
  }
}
