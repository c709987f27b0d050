package org.stowage.runtime.target;

import java.io.IOException;
import java.util.List;
import org.stowage.api.Transfer;

/** The instances of a target. */
public interface Instances {

  /** All instances, in order of their names, then datastores. */
  List<Instance> list() throws IOException;

  /**
   * Returns when an instance can be connected to a network.
   *
   * @throws org.stowage.api.StorageException {@code not-found}, with the networks that there are
   */
  void requireNetwork(String network) throws IOException;

  /**
   * Makes an instance. It appears complete (disk, descriptor) or not at all.
   *
   * @throws org.stowage.api.StorageException {@code already-exists} when the target has an
   *     instance, or the datastore anything else, of this name
   */
  Instance create(InstanceSpec spec, Transfer transfer) throws IOException;

  /**
   * Removes an instance with its disks; base disks stay.
   *
   * @param instance as {@link #list} gave it
   * @throws org.stowage.api.StorageException {@code not-found} when it is gone
   */
  void destroy(Instance instance) throws IOException;
}
