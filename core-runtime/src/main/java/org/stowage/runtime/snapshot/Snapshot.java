package org.stowage.runtime.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.runtime.deploy.InstanceView;

/**
 * A file that holds what an instance's root disk held.
 *
 * @param container the id of the package's format; null for the disk alone
 * @param format the id of the disk's format
 * @param capacityBytes the disk's
 * @param storedBytes the file's length
 */
public record Snapshot(
    InstanceView instance,
    Path destination,
    @Nullable String container,
    String format,
    long capacityBytes,
    long storedBytes,
    Duration elapsed) {

  public Optional<String> knownContainer() {
    return Optional.ofNullable(container);
  }
}
