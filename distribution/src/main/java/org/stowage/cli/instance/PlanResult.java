package org.stowage.cli.instance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ExitStatus;
import org.stowage.cli.image.ImageResult;
import org.stowage.cli.output.Result;
import org.stowage.cli.output.Table;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.deploy.Plan;
import org.stowage.runtime.placement.Verdict;

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
    Table table = Table.plain();
    for (VerdictResult verdict : verdicts) {
      table.row("  " + verdict.mark(choice), verdict.datastore(), verdict.explanation());
    }
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
        + table;
  }

  /**
   * What is said of one datastore. Null is what does not apply: a rejected datastore needs nothing,
   * an eligible one has no code.
   */
  record VerdictResult(
      String datastore,
      boolean eligible,
      @Nullable Boolean cached,
      @Nullable Long neededBytes,
      String reason,
      @Nullable String code,
      @Nullable String remedy) {

    static VerdictResult of(Verdict verdict) {
      if (verdict instanceof Verdict.Eligible eligible) {
        return new VerdictResult(
            eligible.datastore().name(),
            true,
            eligible.cached(),
            eligible.neededBytes(),
            eligible.reason(),
            null,
            null);
      }
      Verdict.Rejected rejected = (Verdict.Rejected) verdict;
      return new VerdictResult(
          rejected.datastore().name(),
          false,
          null,
          null,
          rejected.reason(),
          rejected.code().label(),
          rejected.remedy());
    }

    String mark(@Nullable String choice) {
      if (datastore.equals(choice)) {
        return "chosen";
      }
      return eligible ? "possible" : "rejected";
    }

    String explanation() {
      return remedy == null || remedy.isEmpty() ? reason : reason + " (" + remedy + ")";
    }
  }
}
