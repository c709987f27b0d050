package org.stowage.api.ephemeral;

import java.io.IOException;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * Extension point: a kind of storage that keeps the disks of instances as block volumes.
 *
 * <p>A backend itself holds nothing, reaches nothing, and is safe for use by several threads; what
 * it opens is one array with its session.
 */
public interface EphemeralBackend extends ExtensionPoint {

  /** Unique name of the backend, as {@code images_type} gives it. */
  String id();

  /** The name of the table of a configuration that holds this backend's options. */
  String optionsTable();

  /**
   * The name that a disk's volume goes by on the array: the same at all times, on all hosts.
   *
   * @throws org.stowage.api.StorageException {@code usage} when the disk's name leaves no room for
   *     this use within the array's limit; names are never cut
   */
  String volumeName(InstanceDisk disk, VolumeUse use) throws IOException;

  /**
   * Opens an array. Whether it can be reached, and knows the user, may show at the first use only.
   *
   * @param options by name, as the configuration has them: texts, whole numbers as {@link Long},
   *     flags as {@link Boolean}; nothing of them is ever logged or put into a message that may be
   *     secret
   * @return closed by the caller
   * @throws org.stowage.api.StorageException {@code configuration} for options that are missing,
   *     unknown, or of a value that they cannot have
   */
  EphemeralVolumes open(Map<String, Object> options) throws IOException;
}
