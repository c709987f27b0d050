package org.stowage.cli.disk;

import java.util.List;
import java.util.UUID;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.ephemeral.HostDisks.HostDisk;

/** The JSON of disk list. */
record DiskListResult(String instance, List<Disk> disks) implements Result {

  static DiskListResult of(UUID instance, List<HostDisk> found) {
    return new DiskListResult(instance.toString(), found.stream().map(Disk::of).toList());
  }

  @Override
  public String text() {
    Table table = Table.of("DISK", "VOLUME", "POOL", "CAPACITY");
    for (Disk each : disks) {
      DiskResult.VolumeView volume = each.volume();
      table.row(each.name(), volume.name(), volume.pool(), ByteSize.show(volume.capacityBytes()));
    }
    return table.toString();
  }

  /** One disk in JSON. */
  record Disk(String name, DiskResult.VolumeView volume) {

    static Disk of(HostDisk disk) {
      return new Disk(disk.disk().name(), DiskResult.VolumeView.of(disk.volume()));
    }
  }
}
