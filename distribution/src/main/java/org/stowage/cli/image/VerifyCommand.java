package org.stowage.cli.image;

import java.io.IOException;
import org.stowage.api.disk.DiskFacts;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.DeclaredOptions;
import org.stowage.cli.type.ImageName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Reads an image to its end and checks everything it promises.",
    footer = {
      "",
      "Examples:",
      "  stowage image verify ubuntu.ova",
      "  stowage image verify - < debian.vmdk"
    })
public final class VerifyCommand implements Action {

  @Parameters(index = "0", paramLabel = "IMAGE", description = ImageName.DESCRIPTION)
  private String image;

  @Mixin private DeclaredOptions declared;

  @Override
  public Result run(Session session) throws IOException {
    DiskFacts facts =
        session.watched(
            "verifying " + image,
            operation -> session.stowage().verify(image, declared.declared(), operation));
    return new VerifyResult(image, true, facts.contentDigest(), ImageResult.of(facts));
  }
}
