package org.stowage.cli.instance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.output.Table;
import org.stowage.runtime.placement.Verdict;

/**
 * What is said of one datastore, in JSON. Null is what does not apply: a rejected datastore needs
 * nothing, an eligible one has no code.
 *
 * @param way cached, linked, copied or imported
 * @param source the datastore whose base disk would be used
 */
record VerdictResult(
    String datastore,
    boolean eligible,
    @Nullable Long score,
    @Nullable Boolean cached,
    @Nullable String way,
    @Nullable String source,
    @Nullable Long neededBytes,
    String reason,
    @Nullable String code,
    @Nullable String remedy) {

  static VerdictResult of(Verdict verdict) {
    if (verdict instanceof Verdict.Eligible eligible) {
      return new VerdictResult(
          eligible.datastore().name(),
          true,
          eligible.score(),
          eligible.cached(),
          eligible.way().id(),
          eligible.source(),
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
        null,
        null,
        null,
        rejected.reason(),
        rejected.code().label(),
        rejected.remedy());
  }

  /** Verdicts as lines for people. */
  static Table table(List<VerdictResult> verdicts, @Nullable String choice) {
    Table table = Table.plain();
    for (VerdictResult verdict : verdicts) {
      table.row(
          "  " + verdict.mark(choice),
          verdict.datastore(),
          verdict.score() == null ? "-" : "score " + verdict.score(),
          verdict.explanation());
    }
    return table;
  }

  private String mark(@Nullable String choice) {
    if (datastore.equals(choice)) {
      return "chosen";
    }
    return eligible ? "possible" : "rejected";
  }

  private String explanation() {
    return remedy == null || remedy.isEmpty() ? reason : reason + " (" + remedy + ")";
  }
}
