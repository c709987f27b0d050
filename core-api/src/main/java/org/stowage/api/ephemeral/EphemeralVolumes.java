package org.stowage.api.ephemeral;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The volumes of one array, as one host works with them.
 *
 * <p>Every step may be repeated: after a lost reply or a crash the same call leads to the same
 * state. Each either does all it says or leaves the array and the host as they were. Volumes are
 * not written to (filling one is: connect, write, disconnect), domains are not touched, and no
 * state is kept outside the array. The number of calls to the array does not grow with the number
 * of volumes on it.
 *
 * <p>All methods throw {@link org.stowage.api.StorageException} that names the volume, where it is,
 * and the array. Safe for use by several threads, as long as no two work on the same volume.
 */
public interface EphemeralVolumes extends Closeable {

  /** What the capacity of every volume is a multiple of; a fact of the array at this moment. */
  long capacityMultipleBytes() throws IOException;

  /**
   * Makes a volume. One that has this name already is taken for this one, if it is as requested: an
   * earlier reply may have been lost.
   *
   * @throws org.stowage.api.StorageException {@code usage} when the capacity is no such multiple,
   *     before anything but that is asked of the array; {@code already-exists} when the name is
   *     taken by a volume of another capacity, type or place
   */
  Volume create(VolumeRequest request) throws IOException;

  /** The volume of this name; empty when there is none. */
  Optional<Volume> find(String name) throws IOException;

  /**
   * Gives a volume another name; its id and its device's path stay.
   *
   * @throws org.stowage.api.StorageException {@code already-exists} when another volume has it
   */
  Volume rename(Volume volume, String newName) throws IOException;

  /**
   * Connects a volume to this host and waits until its device is there, with a size above zero. A
   * volume that is connected already is left so. When the device does not come, what this call
   * connected is disconnected again.
   *
   * @param limits for this host, in place of those of an earlier connection
   */
  Connection connect(Volume volume, VolumeLimits limits) throws IOException;

  /**
   * Disconnects a volume from this host, and from no other, and waits until its device is gone;
   * done when it is not connected, or is no more.
   */
  void disconnect(Volume volume) throws IOException;

  /**
   * Grows a volume, and waits until the device shows it if it is connected here. The same capacity
   * as before changes nothing.
   *
   * @throws org.stowage.api.StorageException {@code usage} when it would shrink, or for no multiple
   */
  Volume extend(Volume volume, long newCapacityBytes) throws IOException;

  /**
   * Deletes a volume; done when it is gone already. Its snapshots stay.
   *
   * @throws org.stowage.api.StorageException {@code not-allowed} when it is connected anywhere
   */
  void delete(Volume volume) throws IOException;

  /** Ends the session with the array. Idempotent. */
  @Override
  void close() throws IOException;
}
