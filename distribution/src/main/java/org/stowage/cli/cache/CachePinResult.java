package org.stowage.cli.cache;

import java.util.List;
import org.stowage.cli.output.Result;

/**
 * The JSON of cache pin and unpin.
 *
 * @param datastores those that have the image
 */
record CachePinResult(String imageId, boolean pinned, List<String> datastores) implements Result {

  @Override
  public String text() {
    return "%s is %s on %s"
        .formatted(imageId, pinned ? "pinned" : "not pinned", String.join(", ", datastores));
  }
}
