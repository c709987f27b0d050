package org.stowage.cli.cache;

import java.io.IOException;
import java.time.Duration;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.DurationConverter;
import org.stowage.cli.type.TargetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = {
      "Removes cached images that nobody uses, and what killed commands left.",
      "An unused image is marked first. A later prune removes it, if nobody has used it meanwhile."
    },
    footer = {
      "",
      "Examples:",
      "  stowage cache prune",
      "  stowage cache prune --older-than 7d --dry-run"
    })
public final class CachePruneCommand implements Action {

  @Mixin private TargetOption target;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = DurationConverter.class,
      description = "How long an image stays that nobody uses; ${DEFAULT-VALUE} if not given.")
  private Duration olderThan;

  @Option(names = "--dry-run", description = "Show what would be done and why; change nothing.")
  private boolean dryRun;

  @Override
  public Result run(Session session) throws IOException {
    return session.watched(
        "pruning the cache",
        operation ->
            CachePruneResult.of(
                session.stowage().caches().prune(target.name(), olderThan, dryRun, operation),
                dryRun));
  }
}
