package org.stowage.runtime.deploy;

import java.util.List;
import java.util.Optional;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.runtime.placement.Verdict;

/**
 * What a deployment would do, and why: a value that can be printed and saved.
 *
 * @param imageId the identity under which the image is, or will be, cached
 * @param capacityBytes the root disk's capacity
 * @param linkedClone whether the instance stands on the cached base
 * @param verdicts one for every datastore of the target, the best first
 */
public record Plan(
    String target,
    String name,
    String imageId,
    DiskFacts image,
    long capacityBytes,
    AdapterType adapterType,
    boolean linkedClone,
    List<Verdict> verdicts) {

  public Plan {
    verdicts = List.copyOf(verdicts);
  }

  /** The datastore that was chosen; empty when none is possible. */
  public Optional<Verdict.Eligible> choice() {
    return verdicts.stream()
        .filter(Verdict.Eligible.class::isInstance)
        .map(Verdict.Eligible.class::cast)
        .findFirst();
  }
}
