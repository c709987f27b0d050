package org.stowage.cli.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.fleet.FleetFile;
import org.stowage.runtime.fleet.Member;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description =
        "Makes the instances that a file lists. Those that are there stay as they are: run it again"
            + " for those that are missing.",
    footer = {
      "",
      "A file:",
      "  [defaults]",
      "  image = \"ubuntu.ova\"",
      "  [instances.web-1]",
      "  [instances.web-2]",
      "  disk_size = \"40GiB\"",
      "",
      "Example:",
      "  stowage apply fleet.toml"
    })
public final class ApplyCommand implements Action {

  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The list; its keys are the options of deploy, with underscores.")
  private Path file;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Where to deploy to; otherwise as the file or the configuration says.")
  private @Nullable String target;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many to make at a time; ${DEFAULT-VALUE} if not given.")
  private int atOnce;

  @Override
  public Result run(Session session) throws IOException {
    if (atOnce < 1) {
      throw new ParameterException(
          command.commandLine(), "--at-once must be at least 1, not " + atOnce);
    }
    long start = System.nanoTime();
    List<DeployRequest> fleet = FleetFile.read(file, target);
    List<Member> members =
        session.watched(
            "applying " + file, operation -> session.stowage().deploy(fleet, atOnce, operation));
    String name = session.config().target(fleet.get(0).target()).name();
    return ApplyResult.of(name, members, Duration.ofNanos(System.nanoTime() - start));
  }
}
