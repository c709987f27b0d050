package org.stowage.cli.instance;

import java.util.Locale;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.snapshot.Snapshot;

/** The JSON of snapshot. */
record SnapshotResult(
    String instance,
    String target,
    String destination,
    String container,
    String format,
    long capacityBytes,
    long storedBytes,
    long elapsedMs)
    implements Result {

  static SnapshotResult of(Snapshot snapshot) {
    return new SnapshotResult(
        snapshot.instance().instance().name(),
        snapshot.instance().target(),
        snapshot.destination(),
        snapshot.knownContainer().orElse("bare"),
        snapshot.format(),
        snapshot.capacityBytes(),
        snapshot.storedBytes(),
        snapshot.elapsed().toMillis());
  }

  @Override
  public String text() {
    return destination
        + " is ready: the disk of "
        + instance
        + ", "
        + ByteSize.show(capacityBytes)
        + ", in "
        + ByteSize.show(storedBytes)
        + String.format(Locale.ROOT, ", %.1f s", elapsedMs / 1000.0);
  }
}
