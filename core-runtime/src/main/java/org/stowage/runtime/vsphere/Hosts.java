package org.stowage.runtime.vsphere;

import com.vmware.vim25.DatastoreHostMount;
import com.vmware.vim25.HostMountInfo;
import com.vmware.vim25.ManagedObjectReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/** Hosts that can use a datastore. */
final class Hosts {

  private Hosts() {}

  /**
   * A host that has mounted a datastore for reading and writing; null when the server tells of
   * none, and is left to choose.
   */
  static @Nullable ManagedObjectReference mounting(Vim vim, VsphereDatastore datastore)
      throws StorageException {
    DatastoreHostMount[] mounts =
        vim.look(datastore.reference(), List.of("host")).value("host", DatastoreHostMount[].class);
    if (mounts == null) {
      return null;
    }
    for (DatastoreHostMount mount : mounts) {
      if (isUsable(mount.getMountInfo())) {
        return mount.getKey();
      }
    }
    return null;
  }

  /** Whether a host can write to a datastore that it mounts so. */
  static boolean isUsable(@Nullable HostMountInfo mount) {
    return mount != null
        && "readWrite".equals(mount.getAccessMode())
        && !Boolean.FALSE.equals(mount.getMounted())
        && !Boolean.FALSE.equals(mount.getAccessible());
  }
}
