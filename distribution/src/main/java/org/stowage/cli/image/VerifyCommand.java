package org.stowage.cli.image;

import java.io.IOException;
import org.stowage.api.disk.DiskFacts;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Reads an image to its end and checks everything it promises.")
public final class VerifyCommand implements Action {

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image; - for standard input.")
  private String image;

  @Mixin private PropertyOption properties;

  @Override
  public Result run(Session session) throws IOException {
    DiskFacts facts =
        session.watched(
            "verifying " + image,
            operation -> session.stowage().verify(image, properties.declared(), operation));
    return new VerifyResult(image, true, facts.contentDigest(), ImageResult.of(facts));
  }
}
