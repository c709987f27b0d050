package org.stowage.runtime.image;

import java.nio.file.Path;
import java.time.Duration;
import org.stowage.api.disk.DiskFacts;

/**
 * What a conversion did.
 *
 * @param source what was read
 * @param destination what was made
 * @param format its format
 * @param capacityBytes its capacity
 */
public record Conversion(
    DiskFacts source, Path destination, String format, long capacityBytes, Duration elapsed) {}
