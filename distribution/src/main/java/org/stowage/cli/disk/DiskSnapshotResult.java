package org.stowage.cli.disk;

import org.stowage.cli.output.Result;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.ephemeral.HostDisks.DiskSnapshot;
import org.stowage.runtime.ephemeral.HostDisks.HostDisk;

/** The JSON of disk snapshot. */
record DiskSnapshotResult(
    String instance, String disk, String destination, long capacityBytes, long storedBytes)
    implements Result {

  static DiskSnapshotResult of(DiskSnapshot snapshot) {
    HostDisk read = snapshot.disk();
    return new DiskSnapshotResult(
        read.disk().instance().toString(),
        read.disk().name(),
        snapshot.taken().name(),
        read.volume().capacityBytes(),
        snapshot.taken().storedBytes());
  }

  @Override
  public String text() {
    return destination
        + " is ready: "
        + disk
        + " of "
        + instance
        + ", "
        + ByteSize.show(capacityBytes)
        + ", in "
        + ByteSize.show(storedBytes);
  }
}
