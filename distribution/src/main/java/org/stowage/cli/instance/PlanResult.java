package org.stowage.cli.instance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.image.ImageResult;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.Plan;

/**
 * The JSON of plan and of deploy --dry-run.
 *
 * @param choice the datastore that would be used; null when none is possible
 * @param verdicts the best first
 */
record PlanResult(
    String instance,
    String target,
    String imageId,
    ImageResult image,
    long capacityBytes,
    String adapterType,
    boolean linkedClone,
    String placement,
    @Nullable String choice,
    List<VerdictResult> verdicts)
    implements Result {

  static PlanResult of(Plan plan) {
    return new PlanResult(
        plan.name(),
        plan.target(),
        plan.imageId(),
        ImageResult.of(plan.image()),
        plan.capacityBytes(),
        plan.adapterType().id(),
        plan.linkedClone(),
        plan.placement().id(),
        plan.choice().map(choice -> choice.datastore().name()).orElse(null),
        plan.verdicts().stream().map(VerdictResult::of).toList());
  }

  /** As deploy would end. */
  @Override
  public ExitStatus exit() {
    return choice == null ? ExitStatus.NO_PLACEMENT : ExitStatus.OK;
  }

  @Override
  public String text() {
    String kind = linkedClone ? "linked clone" : "full clone";
    String head =
        choice == null
            ? instance + " can be placed on no datastore of target " + target
            : instance + " would go to datastore " + choice + " of target " + target;
    return head
        + ": a "
        + kind
        + " of image "
        + imageId
        + ", "
        + ByteSize.show(capacityBytes)
        + ", "
        + adapterType
        + "\n"
        + VerdictResult.table(verdicts, choice);
  }
}
