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
    name = "verify",
    description = "Reads cached images where they are, and compares them with what was imported.",
    footer = {
      "",
      "Examples:",
      "  stowage cache verify",
      "  stowage cache verify ubuntu-77afd2c40f2ac8fe --target lab"
    })
public final class CacheVerifyCommand implements Action {

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
        "verifying the cache",
        operation ->
            CacheCheckResult.of(
                session.stowage().caches().verify(target.name(), asked, operation)));
  }
}
