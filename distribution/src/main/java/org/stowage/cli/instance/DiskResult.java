package org.stowage.cli.instance;

import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.deploy.InstanceView;

/**
 * The disk of an instance in JSON.
 *
 * @param parent null for a full clone
 * @param parentDatastore the parent's; null for a full clone
 * @param parentMissing whether the parent is gone
 */
record DiskResult(
    String path,
    long capacityBytes,
    String adapterType,
    @Nullable String parent,
    @Nullable String parentDatastore,
    boolean parentMissing) {

  static DiskResult of(InstanceView view) {
    return new DiskResult(
        view.diskPath(),
        view.instance().capacityBytes(),
        view.instance().adapterType().id(),
        view.parentPath(),
        view.instance().knownParent().map(DatastorePath::datastore).orElse(null),
        view.parentMissing());
  }

  /** The kind of the disk in a few words. */
  String clone(String datastore) {
    if (parentDatastore == null) {
      return "full";
    }
    if (parentMissing) {
      return "linked, parent missing on " + parentDatastore;
    }
    return parentDatastore.equals(datastore) ? "linked" : "linked to " + parentDatastore;
  }
}
