package org.stowage.vmdk.chain;

import static org.stowage.vmdk.format.VmdkLimits.MAX_CHAIN_DEPTH;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.ImageSource;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.extent.Extent;
import org.stowage.vmdk.format.VmdkError;

/** Follows a disk to its parents, as far as the source grants. */
public final class ParentChain {

  private ParentChain() {}

  /**
   * The whole content of a disk: its own, and that of its parents below.
   *
   * @throws DiskFormatException when a parent is not the one that the child was made from, or the
   *     chain loops or is too long
   */
  public static Extent open(DiskFile disk) throws IOException {
    List<Extent> layers = new ArrayList<>(List.of(disk.extent()));
    Set<Object> visited = new HashSet<>(Set.of(disk.source().identity()));
    DiskFile child = disk;
    while (child.descriptor().hasParent()) {
      if (layers.size() > MAX_CHAIN_DEPTH) {
        throw VmdkError.refused(
            VmdkError.CHAIN_DEPTH,
            disk.source().name(),
            "it has more than %d parents, one above the other".formatted(MAX_CHAIN_DEPTH),
            "Consolidate its snapshots where it was made.");
      }
      DiskFile parent = openParent(child, visited);
      layers.add(parent.extent());
      child = parent;
    }
    return layers.size() == 1 ? disk.extent() : new ChainedExtent(layers);
  }

  private static DiskFile openParent(DiskFile child, Set<Object> visited) throws IOException {
    String hint = child.descriptor().parentFileNameHint();
    if (hint == null) {
      throw unusable(child, "it has a parent and does not name it");
    }
    if (!child.isSparse()) {
      throw unusable(child, "it has a parent though its extents are flat");
    }
    ImageSource source = child.source().resolve(hint);
    if (!visited.add(source.identity())) {
      throw VmdkError.damaged(
          VmdkError.CHAIN_LOOP,
          child.source().name(),
          "its parent %s is also its child, or itself".formatted(source.name()));
    }
    DiskFile parent = DiskFile.open(source);
    int current = parent.descriptor().contentId();
    int expected = child.descriptor().parentContentId();
    if (current != expected) {
      throw VmdkError.refused(
          VmdkError.PARENT_CHANGED,
          child.source().name(),
          "its parent %s has content id %s, not %s as when the child was made"
              .formatted(source.name(), Descriptor.hex(current), Descriptor.hex(expected)),
          "Bring back the parent as it was; the child is of no use with another.");
    }
    return parent;
  }

  private static DiskFormatException unusable(DiskFile child, String why) {
    return VmdkError.damaged(VmdkError.PARENT_MISSING, child.source().name(), why);
  }
}
