package org.stowage.runtime.snapshot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants taken out of a target.
 *
 * @param name the instance's
 * @param target null for the configuration's default
 * @param destination must not exist; ends in {@code .vmdk} or {@code .ova}, which says what to make
 * @param level 1 (fastest) to 9 (smallest), where the disk is compressed on this machine
 */
public record SnapshotRequest(String name, @Nullable String target, Path destination, int level) {}
