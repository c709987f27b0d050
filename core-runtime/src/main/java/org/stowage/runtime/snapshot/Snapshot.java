package org.stowage.runtime.snapshot;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.runtime.deploy.InstanceView;

/**
 * An image that holds what an instance's root disk held.
 *
 * @param destination an absolute path, or {@code glance://ID}
 * @param container the id of the package's format; null for the disk alone
 * @param format the id of the disk's format
 * @param capacityBytes the disk's
 * @param storedBytes the file's, or the image's, length
 */
public record Snapshot(
    InstanceView instance,
    String destination,
    @Nullable String container,
    String format,
    long capacityBytes,
    long storedBytes,
    Duration elapsed) {

  public Optional<String> knownContainer() {
    return Optional.ofNullable(container);
  }
}
