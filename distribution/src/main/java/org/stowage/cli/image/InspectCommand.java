package org.stowage.cli.image;

import java.io.IOException;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.DeclaredOptions;
import org.stowage.cli.type.ImageName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "inspect",
    description = "Says what an image is, without reading its content.",
    footer = {
      "",
      "Examples:",
      "  stowage image inspect ubuntu.ova",
      "  stowage image inspect https://images.example.org/debian.vmdk -o json"
    })
public final class InspectCommand implements Action {

  @Parameters(index = "0", paramLabel = "IMAGE", description = ImageName.DESCRIPTION)
  private String image;

  @Mixin private DeclaredOptions declared;

  @Override
  public Result run(Session session) throws IOException {
    return ImageResult.of(session.stowage().inspect(image, declared.declared()));
  }
}
