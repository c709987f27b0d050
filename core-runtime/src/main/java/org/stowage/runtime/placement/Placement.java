package org.stowage.runtime.placement;

import static org.stowage.runtime.config.ByteSize.show;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.runtime.config.PlacementMode;

/**
 * The rule of placement: of the datastores that may take the image and have room by some {@link
 * Way}, the one that the {@link PlacementMode} prefers. Pure: the same values give the same
 * verdicts, in time that grows with the datastores and hardly with those that cache the image. For
 * use by one thread.
 */
public final class Placement {

  private static final long POINTS_PER_WAY = 1000;
  private static final long MIB = 1 << 20;

  private static final Comparator<Verdict> BEST_FIRST =
      Comparator.comparingLong(Placement::order)
          .thenComparingLong(v -> v instanceof Verdict.Eligible ? -v.datastore().freeBytes() : 0)
          .thenComparing(v -> v.datastore().name());

  private final Wish wish;
  private final Reach reach;
  private final Screening screening;

  /**
   * @param reach of all datastores that are told to cache the image, and of those that come into
   *     question for the instance; what is not known of others keeps them from linked clones
   */
  public Placement(Wish wish, Reach reach) {
    this.wish = wish;
    this.reach = reach;
    this.screening = new Screening(wish);
  }

  /** Whether a base disk on a datastore could be used. */
  public static boolean mayHoldBases(Wish wish, DatastoreInfo info, @Nullable DatastoreType type) {
    return new Screening(wish).unusable(info, type).isEmpty();
  }

  /** The rule that keeps an image off a datastore, whatever room that has; empty when none does. */
  public static Optional<Verdict.Rejected> rejection(
      Wish wish, DatastoreInfo info, @Nullable DatastoreType type) {
    return new Screening(wish).rejection(info, type);
  }

  /** Judges all datastores of a target; the best comes first. */
  public List<Verdict> decide(List<Candidate> candidates) {
    Ways ways =
        new Ways(wish, reach, candidates.stream().filter(this::holdsBase).toList(), screening);
    return candidates.stream().map(one -> judge(one, ways)).sorted(BEST_FIRST).toList();
  }

  private boolean holdsBase(Candidate one) {
    return one.cached().base() && screening.unusable(one.info(), one.type()).isEmpty();
  }

  private Verdict judge(Candidate one, Ways ways) {
    Optional<Verdict.Rejected> rejected = screening.rejection(one.info(), one.type());
    if (rejected.isPresent()) {
      return rejected.get();
    }
    if (reach.none(one.info().name())) {
      return refused(
          one,
          "no host that is connected and not in maintenance can write to it",
          "Mount it on a host of the cluster that is up.");
    }
    if (wish.mode() == PlacementMode.PINNED && wish.datastore() == null && !one.cached().base()) {
      return refused(
          one,
          "placement is pinned, and it does not cache the image",
          "Name it with --datastore, or choose another --placement.");
    }
    List<Ways.Option> options = options(one, ways);
    long freeBytes = one.info().freeBytes();
    return options.stream()
        .filter(option -> option.neededBytes() <= freeBytes)
        .findFirst()
        .<Verdict>map(option -> eligible(one, option))
        .orElseGet(() -> full(one, options));
  }

  private List<Ways.Option> options(Candidate one, Ways ways) {
    TypeRule rule = screening.rule(Objects.requireNonNull(one.type()));
    return ways.to(one, rule.traits(), (Landing.Accepted) rule.landing());
  }

  private Verdict.Eligible eligible(Candidate one, Ways.Option option) {
    DatastoreInfo info = one.info();
    long leftBytes = info.freeBytes() - option.neededBytes();
    return new Verdict.Eligible(
        info,
        option.landing(),
        option.way(),
        option.source(),
        option.neededBytes(),
        score(option.way(), leftBytes, info.capacityBytes()),
        option.says());
  }

  /** Way first, and of one way a thousandth of the capacity that stays free is a point. */
  private long score(Way way, long leftBytes, long capacityBytes) {
    if (wish.mode() == PlacementMode.MOST_FREE) {
      return leftBytes / MIB;
    }
    double leftShare = capacityBytes <= 0 ? 0 : (double) leftBytes / capacityBytes;
    return way.ordinal() * POINTS_PER_WAY + (long) (leftShare * (POINTS_PER_WAY - 1));
  }

  private static Verdict.Rejected full(Candidate one, List<Ways.Option> options) {
    long least = options.stream().mapToLong(Ways.Option::neededBytes).min().orElse(Long.MAX_VALUE);
    return new Verdict.Rejected(
        one.info(),
        CommonError.DATASTORE_FULL,
        "it needs " + show(least) + " but has " + show(one.info().freeBytes()) + " free",
        "Free space on it, or add a datastore.");
  }

  private static Verdict.Rejected refused(Candidate one, String reason, String remedy) {
    return new Verdict.Rejected(one.info(), CommonError.NOT_ALLOWED, reason, remedy);
  }

  private static long order(Verdict verdict) {
    return verdict instanceof Verdict.Eligible eligible ? -eligible.score() - 1 : 0;
  }
}
