package org.stowage.cli.cache;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "unpin",
    description = "Lets cache prune remove an image again that was pinned.",
    footer = {"", "Example:", "  stowage cache unpin ubuntu-77afd2c40f2ac8fe"})
public final class CacheUnpinCommand implements Action {

  @Parameters(index = "0", paramLabel = "IMAGE-ID", description = "As cache list shows it.")
  private String imageId;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    return session.watched(
        "unpinning " + imageId,
        operation ->
            new CachePinResult(
                imageId,
                false,
                session.stowage().caches().pin(target.name(), imageId, false, operation)));
  }
}
