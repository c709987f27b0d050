package org.stowage.runtime.deploy;

import java.time.Duration;

/**
 * What a deployment did.
 *
 * @param cacheHit whether the base disk was there before
 * @param bytesTransferred bytes of the image that were read from its source to import it; 0 after a
 *     hit
 */
public record Deployment(
    InstanceView instance, boolean cacheHit, long bytesTransferred, Duration elapsed) {}
