package org.stowage.runtime.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stowage.runtime.cache.PrunedImage.Outcome;
import org.stowage.runtime.target.DiskUse;

/**
 * Decides what happens to an image, from what is known of its use. Pure.
 *
 * @param olderThan how long an image stays that nobody uses
 */
record Ageing(Duration olderThan, Instant now) {

  /**
   * @param mark the oldest
   * @param usedSince whether somebody used the image after it was marked
   */
  Step step(boolean pinned, List<DiskUse> users, Optional<UnusedMark> mark, boolean usedSince) {
    String use = use(pinned, users, usedSince);
    if (mark.isEmpty()) {
      return use.isEmpty()
          ? new Step(Outcome.MARKED, "nobody uses it")
          : new Step(Outcome.KEPT, use);
    }
    if (!use.isEmpty()) {
      return new Step(Outcome.UNMARKED, use);
    }
    Instant since = mark.get().since();
    Instant until = since.plus(olderThan);
    return until.isAfter(now)
        ? new Step(Outcome.KEPT, "unused since " + since + ", stays until " + until)
        : new Step(Outcome.REMOVED, "unused since " + since);
  }

  private static String use(boolean pinned, List<DiskUse> users, boolean usedSince) {
    if (pinned) {
      return "it is pinned";
    }
    if (!users.isEmpty()) {
      List<String> names = users.stream().map(DiskUse::machine).distinct().sorted().toList();
      return names.size() == 1
          ? names.get(0) + " stands on it"
          : names.get(0) + " and %d more stand on it".formatted(names.size() - 1);
    }
    return usedSince ? "it was used since it was marked" : "";
  }

  /** What to do, and why. */
  record Step(Outcome outcome, String reason) {}
}
