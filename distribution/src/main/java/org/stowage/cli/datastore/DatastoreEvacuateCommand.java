package org.stowage.cli.datastore;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.Stowage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "evacuate",
    description =
        "Lets the disks that stand on a datastore from others stand alone, before its maintenance.",
    footer = {
      "",
      "Instances on the datastore itself stay there, and are named.",
      "",
      "Example:",
      "  stowage datastore evacuate nfs-1 --dry-run"
    })
public final class DatastoreEvacuateCommand implements Action {

  @Parameters(index = "0", paramLabel = "DATASTORE", description = "The name of the datastore.")
  private String datastore;

  @Mixin private TargetOption target;

  @Option(names = "--dry-run", description = "Show what stands on it; change nothing.")
  private boolean dryRun;

  @Override
  public Result run(Session session) throws IOException {
    Stowage stowage = session.stowage();
    if (dryRun) {
      return EvacuationResult.of(stowage.evacuation(target.name(), datastore), true);
    }
    return EvacuationResult.of(
        session.watched(
            "evacuating " + datastore,
            operation -> stowage.evacuate(target.name(), datastore, operation)),
        false);
  }
}
