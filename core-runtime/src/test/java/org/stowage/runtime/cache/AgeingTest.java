package org.stowage.runtime.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.cache.Ageing.Step;
import org.stowage.runtime.cache.PrunedImage.Outcome;
import org.stowage.runtime.target.DiskUse;

class AgeingTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final List<DiskUse> NOBODY = List.of();
  private static final List<DiskUse> SOMEBODY =
      List.of(new DiskUse("web-1", "b", new DatastorePath("a", "_vmware_base/i/i.vmdk")));

  private final Ageing ageing = new Ageing(Duration.ofHours(24), NOW);

  @Test
  void marksWhatNobodyUses() {
    assertEquals(
        new Step(Outcome.MARKED, "nobody uses it"),
        ageing.step(false, NOBODY, Optional.empty(), false));
  }

  @Test
  void keepsWhatIsUsedOrPinned() {
    assertEquals(
        new Step(Outcome.KEPT, "web-1 stands on it"),
        ageing.step(false, SOMEBODY, Optional.empty(), false));
    assertEquals(
        new Step(Outcome.KEPT, "it is pinned"), ageing.step(true, NOBODY, Optional.empty(), false));
  }

  @Test
  void removesWhatWasMarkedLongEnoughAgo() {
    assertEquals(
        new Step(Outcome.REMOVED, "unused since 2026-11-20T12:00:00Z"),
        ageing.step(false, NOBODY, markedHoursAgo(24), false));
    assertEquals(
        new Step(
            Outcome.KEPT, "unused since 2026-11-20T13:00:00Z, stays until 2026-11-21T13:00:00Z"),
        ageing.step(false, NOBODY, markedHoursAgo(23), false));
  }

  @Test
  void takesTheMarkFromWhatIsUsedAgain() {
    assertEquals(
        new Step(Outcome.UNMARKED, "web-1 stands on it"),
        ageing.step(false, SOMEBODY, markedHoursAgo(48), false));
    assertEquals(
        new Step(Outcome.UNMARKED, "it is pinned"),
        ageing.step(true, NOBODY, markedHoursAgo(48), false));
    assertEquals(
        new Step(Outcome.UNMARKED, "it was used since it was marked"),
        ageing.step(false, NOBODY, markedHoursAgo(48), true));
  }

  @Test
  void readsAndWritesTheMarksOfNova() {
    UnusedMark mark = UnusedMark.at(NOW);

    assertEquals("ts-2026-11-21-12-00-00", mark.folderName());
    assertEquals(Optional.of(mark), UnusedMark.of("ts-2026-11-21-12-00-00"));
    assertEquals(Optional.empty(), UnusedMark.of("ts-2026-13-21-12-00-00"));
    assertEquals(Optional.empty(), UnusedMark.of("ts-yesterday"));
  }

  private static Optional<UnusedMark> markedHoursAgo(int hours) {
    return Optional.of(UnusedMark.at(NOW.minus(Duration.ofHours(hours))));
  }
}
