package org.stowage.cli.disk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.ByteSize;

/**
 * The JSON of disk create and disk extend.
 *
 * @param volume null when a capacity of zero made no disk
 */
record DiskResult(String instance, String disk, @Nullable VolumeView volume) implements Result {

  static DiskResult of(InstanceDisk disk, Optional<Volume> volume) {
    return new DiskResult(
        disk.instance().toString(), disk.name(), volume.map(VolumeView::of).orElse(null));
  }

  @Override
  public String text() {
    VolumeView made = volume;
    return disk
        + " of "
        + instance
        + (made == null
            ? " has no capacity: no volume is made"
            : " is volume "
                + made.name()
                + " in "
                + made.pool()
                + ", "
                + ByteSize.show(made.capacityBytes()));
  }

  /** A volume in JSON. */
  record VolumeView(String name, String id, String pool, long capacityBytes, boolean thin) {

    static VolumeView of(Volume volume) {
      return new VolumeView(
          volume.name(), volume.id(), volume.pool(), volume.capacityBytes(), volume.thin());
    }
  }
}
