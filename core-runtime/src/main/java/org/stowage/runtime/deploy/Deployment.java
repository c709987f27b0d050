package org.stowage.runtime.deploy;

import java.time.Duration;
import org.stowage.api.disk.DiskFacts;

/**
 * What a deployment did.
 *
 * @param image what was deployed
 * @param cacheHit whether the base disk was there before
 * @param bytesTransferred bytes of the image that were read from its source to import it; 0 after a
 *     hit
 */
public record Deployment(
    InstanceView instance,
    DiskFacts image,
    boolean cacheHit,
    long bytesTransferred,
    Duration elapsed) {}
