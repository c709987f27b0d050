package org.stowage.cli.cache;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.Action;
import org.stowage.cli.Session;
import org.stowage.cli.output.Result;
import org.stowage.cli.type.DeclaredOptions;
import org.stowage.cli.type.ImageName;
import org.stowage.cli.type.TargetOption;
import org.stowage.runtime.deploy.DeployRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "warm",
    description = "Brings an image to several datastores beforehand, and reads it once.",
    footer = {
      "",
      "Examples:",
      "  stowage cache warm ubuntu.ova --datastores nfs-1,nfs-2,vsan-1",
      "  stowage cache warm glance://ubuntu --datastores nfs-1,nfs-2 --target lab"
    })
public final class CacheWarmCommand implements Action {

  @Parameters(index = "0", paramLabel = "IMAGE", description = ImageName.DESCRIPTION)
  private String image;

  @Option(
      names = "--datastores",
      required = true,
      split = ",",
      paramLabel = "DATASTORE",
      description = "Where to bring it, by names with commas between them.")
  private List<String> datastores;

  @Option(
      names = "--image-id",
      paramLabel = "ID",
      description = "The identity to cache the image under; otherwise derived from the image.")
  private @Nullable String imageId;

  @Mixin private DeclaredOptions declared;

  @Mixin private TargetOption target;

  @Override
  public Result run(Session session) throws IOException {
    DeployRequest request =
        DeployRequest.ofImage(image, target.name(), imageId, declared.declared());
    return session.watched(
        "warming datastores with " + image,
        operation ->
            CacheWarmResult.of(session.stowage().caches().warm(request, datastores, operation)));
  }
}
