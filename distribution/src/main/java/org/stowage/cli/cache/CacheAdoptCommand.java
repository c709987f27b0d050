package org.stowage.cli.cache;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.TargetOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "adopt",
    description = {
      "Takes over images that others cached, such as Nova, without copying them.",
      "Records what they contain, for cache verify, and says what is wrong with entries."
    },
    footer = {
      "",
      "Examples:",
      "  stowage cache adopt",
      "  stowage cache adopt 6bd0fa27-9c4c-4a4a-8c4e-6f1f7f1c5a10 --target lab"
    })
public final class CacheAdoptCommand implements Action {

  @Parameters(
      paramLabel = "IMAGE-ID",
      arity = "0..*",
      description = "As cache list shows it; all images if none is given.")
  private @Nullable List<String> imageIds;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    List<String> asked = imageIds == null ? List.of() : imageIds;
    return session.watched(
        "adopting cached images",
        operation ->
            CacheCheckResult.of(session.stowage().caches().adopt(target.name(), asked, operation)));
  }
}
