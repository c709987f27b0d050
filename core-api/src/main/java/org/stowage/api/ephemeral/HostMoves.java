package org.stowage.api.ephemeral;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * Role of {@link EphemeralVolumes} that may change hosts while their instance lives.
 *
 * <p>A host is named by what the array knows it by. Each step may be repeated.
 */
public interface HostMoves extends EphemeralVolumes {

  /**
   * The volumes, where they have this role.
   *
   * @param attempted what the role is needed for, for people
   * @throws StorageException {@code unsupported} where they do not
   */
  static HostMoves of(EphemeralVolumes volumes, String attempted) throws StorageException {
    if (volumes instanceof HostMoves moves) {
      return moves;
    }
    throw new StorageException(
        CommonError.UNSUPPORTED,
        attempted + ": this backend does not let instances change hosts",
        "Choose a backend that does.");
  }

  /**
   * On the destination: connects every volume, and returns when every device is there. When one
   * does not come, those that this call connected are disconnected again.
   *
   * @return in the order of the map
   */
  List<Connection> prepare(Map<Volume, VolumeLimits> volumes) throws IOException;

  /** On the source, after the instance left: disconnects every volume from it. */
  void finish(List<Volume> volumes) throws IOException;

  /** On the destination, after a failed move: disconnects there; the source is not touched. */
  void rollBack(List<Volume> volumes) throws IOException;

  /** After a host died: removes the dead host's claim on every volume, from wherever this runs. */
  void evacuate(List<Volume> volumes, String deadHost) throws IOException;

  /** The volumes that the array has connected to this host, in no order, whoever they belong to. */
  List<Volume> connected() throws IOException;

  /** Whether the array has a volume connected to any host but this one. */
  boolean isConnectedElsewhere(Volume volume) throws IOException;
}
