package org.stowage.cli.cache;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Lists the images cached on the datastores of a target.",
    footer = {"", "Example:", "  stowage cache list --target lab"})
public final class CacheListCommand implements Action {

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    return CacheListResult.of(session.stowage().caches().list(target.name()));
  }
}
