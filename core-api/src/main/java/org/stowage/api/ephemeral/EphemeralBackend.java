package org.stowage.api.ephemeral;

import java.io.IOException;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Extension point: block volumes for the disks of instances.
 *
 * <p>Every step may be repeated: after a lost reply or a crash the same call leads to the same
 * state. Backends are safe for use by several threads. They do not write to volumes (filling one
 * is: connect, write, disconnect), do not touch domains, and keep no state outside the array.
 *
 * <p>All methods throw {@link org.stowage.api.StorageException} that names the volume and the
 * array.
 */
public interface EphemeralBackend extends ExtensionPoint {

  /** Unique name of the backend, as {@code images_type} gives it. */
  String id();

  /** What the capacity of every volume is a multiple of; a fact of the array at this moment. */
  long capacityMultipleBytes() throws IOException;

  /**
   * Makes a volume.
   *
   * @throws org.stowage.api.StorageException {@code usage} when the capacity is no such multiple,
   *     before any call to the array; {@code already-exists} when the name is taken by another
   *     volume
   */
  Volume create(VolumeRequest request) throws IOException;

  /** The volume of this name; empty when there is none. */
  Optional<Volume> find(String name) throws IOException;

  /**
   * Connects a volume to this host and waits until its device is there, with a size above zero. A
   * volume that is connected already is left so.
   */
  Connection connect(Volume volume) throws IOException;

  /**
   * Disconnects a volume from this host and waits until its device is gone; done when it is not
   * connected.
   */
  void disconnect(Volume volume) throws IOException;

  /**
   * Grows a volume. The same capacity as before changes nothing.
   *
   * @throws org.stowage.api.StorageException {@code usage} when it would shrink, or for no multiple
   */
  Volume extend(Volume volume, long newCapacityBytes) throws IOException;

  /** Deletes a volume that is not connected anywhere; done when it is gone already. */
  void delete(Volume volume) throws IOException;
}
