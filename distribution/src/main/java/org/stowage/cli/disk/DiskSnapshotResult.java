package org.stowage.cli.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.ephemeral.HostDisks.HostDisk;

/** The JSON of disk snapshot. */
record DiskSnapshotResult(
    String instance, String disk, String destination, long capacityBytes, long storedBytes)
    implements Result {

  static DiskSnapshotResult of(HostDisk read, Path destination) throws IOException {
    return new DiskSnapshotResult(
        read.disk().instance().toString(),
        read.disk().name(),
        destination.toAbsolutePath().toString(),
        read.volume().capacityBytes(),
        Files.size(destination));
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
