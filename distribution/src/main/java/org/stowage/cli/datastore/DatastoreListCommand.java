package org.stowage.cli.datastore;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Lists the datastores of a target.",
    footer = {"", "Example:", "  stowage datastore list --target lab"})
public final class DatastoreListCommand implements Action {

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    return DatastoreListResult.of(session.stowage().datastores(target.name()));
  }
}
