package org.stowage.runtime.placement;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.DiskFacts;
import org.stowage.runtime.config.PlacementMode;

/**
 * What is to be placed.
 *
 * @param diskSizeBytes the root disk's capacity, or a negative number for the image's own
 * @param linkedClone whether the instance is to stand on the base disk
 * @param sizedBase whether a linked clone larger than the image needs a base disk of its size
 * @param convertImages whether an image may be converted to fit a datastore's rule
 * @param datastoreRegex which datastores may be used, matched from the start of the name; null for
 *     all
 * @param datastore the only one that may be used for the instance; null for all
 */
public record Wish(
    DiskFacts image,
    long diskSizeBytes,
    boolean linkedClone,
    boolean sizedBase,
    boolean convertImages,
    @Nullable Pattern datastoreRegex,
    @Nullable String datastore,
    PlacementMode mode) {

  OptionalLong wantedDiskSizeBytes() {
    return diskSizeBytes < 0 ? OptionalLong.empty() : OptionalLong.of(diskSizeBytes);
  }
}
