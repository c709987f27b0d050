package org.stowage.cli.instance;

import org.jspecify.annotations.Nullable;
import org.stowage.runtime.deploy.InstanceView;

/**
 * The disk of an instance in JSON.
 *
 * @param parent null for a full clone
 */
record DiskResult(String path, long capacityBytes, String adapterType, @Nullable String parent) {

  static DiskResult of(InstanceView view) {
    return new DiskResult(
        view.diskPath(),
        view.instance().capacityBytes(),
        view.instance().adapterType().id(),
        view.parentPath());
  }
}
