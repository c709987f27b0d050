package org.stowage.api.ephemeral;

import java.io.IOException;
import java.util.Map;

/** Role of {@link EphemeralVolumes} that can be frozen at a moment. */
public interface VolumeSnapshots extends EphemeralVolumes {

  /**
   * Makes a snapshot of each volume, all at the same moment. Connected volumes may be among them.
   *
   * @param snapshotNames the name of the snapshot to be made, by volume; not empty
   * @return the snapshots, which are volumes of their own, by the volume they were made of
   */
  Map<Volume, Volume> snapshot(Map<Volume, String> snapshotNames) throws IOException;
}
