package org.stowage.vmdk.chain;

import java.io.IOException;
import java.util.List;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.extent.ExtentCursor;

/**
 * A disk seen through its children: what a layer does not have, the next one has, and what none has
 * is zero. A parent may be shorter or longer than its child.
 *
 * @param layers the child first, its last ancestor last; at least one
 */
record ChainedExtent(List<Extent> layers) implements Extent {

  ChainedExtent {
    layers = List.copyOf(layers);
  }

  @Override
  public long lengthBytes() {
    return layers.get(0).lengthBytes();
  }

  @Override
  public ExtentCursor open() throws IOException {
    return ChainCursor.open(layers);
  }
}
