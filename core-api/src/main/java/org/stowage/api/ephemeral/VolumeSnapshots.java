package org.stowage.api.ephemeral;

import java.io.IOException;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** Role of {@link EphemeralVolumes} that can be frozen at a moment. */
public interface VolumeSnapshots extends EphemeralVolumes {

  /**
   * The volumes, where they have this role.
   *
   * @param attempted what the role is needed for, for people
   * @throws StorageException {@code unsupported} where they do not
   */
  static VolumeSnapshots of(EphemeralVolumes volumes, String attempted) throws StorageException {
    if (volumes instanceof VolumeSnapshots snapshots) {
      return snapshots;
    }
    throw new StorageException(
        CommonError.UNSUPPORTED,
        attempted + ": this backend makes no snapshots",
        "Stop the instance, connect the disk, and convert its device.");
  }

  /**
   * Makes a snapshot of each volume, all at the same moment. Connected volumes may be among them.
   *
   * @param snapshotNames the name of the snapshot to be made, by volume; not empty
   * @return the snapshots, which are volumes of their own, by the volume they were made of
   */
  Map<Volume, Volume> snapshot(Map<Volume, String> snapshotNames) throws IOException;
}
