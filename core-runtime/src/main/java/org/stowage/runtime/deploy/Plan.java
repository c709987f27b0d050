package org.stowage.runtime.deploy;

import java.util.List;
import java.util.Optional;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.runtime.config.PlacementMode;
import org.stowage.runtime.placement.Verdict;

/**
 * What a deployment would do, and why: a value that can be printed. Its {@linkplain #decision
 * decision} can be saved and carried out later.
 *
 * @param request what was asked for
 * @param imageId the identity under which the image is, or will be, cached
 * @param capacityBytes the root disk's capacity
 * @param linkedClone whether the instance stands on the cached base
 * @param placement by what the datastore was chosen
 * @param verdicts one for every datastore of the target, the best first
 */
public record Plan(
    DeployRequest request,
    String target,
    String imageId,
    DiskFacts image,
    long capacityBytes,
    AdapterType adapterType,
    boolean linkedClone,
    PlacementMode placement,
    List<Verdict> verdicts) {

  public Plan {
    verdicts = List.copyOf(verdicts);
  }

  /** The instance's name. */
  public String name() {
    return request.name();
  }

  /** What is kept to be carried out later; empty when no datastore can take the image. */
  public Optional<Decision> decision() {
    return choice().map(best -> new Decision(request, imageId, best.datastore().name()));
  }

  /** The datastores that cannot take the image. */
  public List<Verdict.Rejected> rejections() {
    return verdicts.stream()
        .filter(Verdict.Rejected.class::isInstance)
        .map(Verdict.Rejected.class::cast)
        .toList();
  }

  /** The datastore that was chosen; empty when none is possible. */
  public Optional<Verdict.Eligible> choice() {
    return verdicts.stream()
        .filter(Verdict.Eligible.class::isInstance)
        .map(Verdict.Eligible.class::cast)
        .findFirst();
  }
}
