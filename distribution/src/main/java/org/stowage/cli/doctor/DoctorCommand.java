package org.stowage.cli.doctor;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doctor",
    description =
        "Finds out whether a target can be deployed to, and what keeps it from that; ends with the"
            + " status of the first check that failed.",
    footer = {
      "",
      "Examples:",
      "  stowage doctor --target lab",
      "  stowage doctor --target lab -o json"
    })
public final class DoctorCommand implements Action {

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    return DoctorResult.of(session.stowage().examine(target.name()));
  }
}
