package org.stowage.runtime.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants taken out of a target.
 *
 * @param name the instance's
 * @param target null for the configuration's default
 * @param destination must not exist: a file that ends in {@code .vmdk} or {@code .ova}, which says
 *     what to make; or {@code glance://NAME}
 * @param level 1 (fastest) to 9 (smallest), where the disk is compressed on this machine
 */
public record SnapshotRequest(
    String name, @Nullable String target, String destination, int level) {}
