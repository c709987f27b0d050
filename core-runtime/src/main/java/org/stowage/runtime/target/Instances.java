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
   * Grows an instance's root disk; the new end reads as zero. Complete, or as before.
   *
   * @param instance as {@link #list} gave it
   * @param capacityBytes at least what it has
   * @return the instance as it is now
   * @throws org.stowage.api.StorageException {@code not-allowed} for a smaller disk, for one that
   *     the target cannot grow, such as a linked clone, and for one in use where that forbids it;
   *     {@code not-found} when it is gone
   */
  Instance resize(Instance instance, long capacityBytes, Transfer transfer) throws IOException;

  /**
   * Gives an instance's root disk all that its parents have, so that it stands alone, on the
   * datastore where it is. One that does stays as it is. Complete, or as before; a crash leaves one
   * of both.
   *
   * @param instance as {@link #list} gave it
   * @return the instance as it is now
   * @throws org.stowage.api.StorageException {@code not-allowed} when it is in use where that
   *     forbids it; {@code not-found} when it is gone, or its parent is
   */
  Instance flatten(Instance instance, Transfer transfer) throws IOException;

  /**
   * Removes an instance with its disks; base disks stay.
   *
   * @param instance as {@link #list} gave it
   * @throws org.stowage.api.StorageException {@code not-found} when it is gone
   */
  void destroy(Instance instance) throws IOException;
}
