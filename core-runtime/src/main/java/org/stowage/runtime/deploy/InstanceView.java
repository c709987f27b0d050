package org.stowage.runtime.deploy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.runtime.target.Instance;

/**
 * An instance with its paths as they are shown: real file paths on folders, {@code [datastore]
 * path} on a vCenter.
 *
 * @param target the target's name
 * @param parentPath the base disk under a linked clone; null when the disk stands alone
 * @param parentMissing whether that base disk is gone, so that the disk cannot be read
 */
public record InstanceView(
    String target,
    Instance instance,
    String descriptorPath,
    String diskPath,
    @Nullable String parentPath,
    boolean parentMissing) {

  public Optional<String> knownParentPath() {
    return Optional.ofNullable(parentPath);
  }
}
