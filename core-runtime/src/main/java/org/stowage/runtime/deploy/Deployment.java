package org.stowage.runtime.deploy;

import java.time.Duration;
import org.stowage.api.disk.DiskFacts;
import org.stowage.runtime.placement.Verdict;

/**
 * What a deployment did.
 *
 * @param image what was deployed
 * @param plan by which it was done
 * @param choice of the plan: the datastore, and how the instance came by its disk
 * @param cacheHit whether nothing of the image had to be read, because a datastore of the target
 *     had it
 * @param bytesTransferred bytes of the image that were read from its source to import it; 0 after a
 *     hit
 */
public record Deployment(
    InstanceView instance,
    DiskFacts image,
    Plan plan,
    Verdict.Eligible choice,
    boolean cacheHit,
    long bytesTransferred,
    Duration elapsed) {}
