package org.stowage.runtime.placement;

import static org.stowage.runtime.config.ByteSize.show;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;

/**
 * The rule of placement: among the datastores that may take the image and have room, one that
 * caches it comes first, then the one with the most free space, then the first by name. Pure: the
 * same values give the same verdicts.
 */
public final class Placement {

  /**
   * What a linked clone takes at most before its guest writes: header, descriptor, empty tables.
   */
  private static final long CLONE_BYTES = 1 << 20;

  /** A grain table entry, twice, for each 64 KiB of capacity (VMDK 5.0, "Grain Directory"). */
  private static final long CAPACITY_BYTES_PER_TABLE_BYTE = 64 * 1024 / (2 * 4);

  private static final Comparator<Verdict> BEST_FIRST =
      Comparator.<Verdict>comparingInt(v -> v instanceof Verdict.Eligible ? 0 : 1)
          .thenComparingInt(v -> v instanceof Verdict.Eligible e && e.cached() ? 0 : 1)
          .thenComparingLong(v -> v instanceof Verdict.Eligible ? -v.datastore().freeBytes() : 0)
          .thenComparing(v -> v.datastore().name());

  private final Wish wish;
  private final Screening screening;

  public Placement(Wish wish) {
    this.wish = wish;
    this.screening = new Screening(wish);
  }

  /**
   * Which rule, if any, keeps the instance off a datastore, before anybody looks what it caches.
   *
   * @param type null when no plugin serves the datastore's type
   */
  public Optional<Verdict.Rejected> screen(DatastoreInfo info, @Nullable DatastoreType type) {
    return screening.rejection(info, type);
  }

  /** Judges a datastore that passed the {@linkplain #screen screening}. */
  public Verdict judge(DatastoreInfo info, DatastoreType type, Cached cached) {
    if (!(type.judge(wish.image(), wish.convertImages()) instanceof Landing.Accepted landing)) {
      throw new IllegalArgumentException(info.name() + " did not pass the screening");
    }
    long needed = neededBytes(landing, cached);
    if (needed > info.freeBytes()) {
      return new Verdict.Rejected(
          info,
          CommonError.DATASTORE_FULL,
          "it needs " + show(needed) + " but has " + show(info.freeBytes()) + " free",
          "Free space on it, or add a datastore.");
    }
    String room = show(info.freeBytes()) + " free, needs " + show(needed);
    String reason =
        (cached.base() ? "has the image cached; " : "")
            + room
            + landing.whatIsConverted().map(what -> "; " + what).orElse("");
    return new Verdict.Eligible(info, landing, cached.base(), needed, reason);
  }

  /** Puts verdicts in order, the best first. */
  public static List<Verdict> ranked(List<Verdict> verdicts) {
    return verdicts.stream().sorted(BEST_FIRST).toList();
  }

  private long neededBytes(Landing.Accepted landing, Cached cached) {
    long baseBytes = wish.image().knownPopulatedBytes().orElse(landing.capacityBytes());
    long capacityBytes = wish.wantedDiskSizeBytes().orElse(landing.capacityBytes());
    boolean sized = capacityBytes != landing.capacityBytes() && wish.linkedClone();
    long needed = cached.base() ? 0 : baseBytes;
    if (sized && !cached.sized()) {
      needed = sum(needed, baseBytes);
    }
    long disk =
        wish.linkedClone()
            ? CLONE_BYTES + capacityBytes / CAPACITY_BYTES_PER_TABLE_BYTE
            : baseBytes;
    return sum(needed, disk);
  }

  /** Sums that would overflow mean "more than anything has". */
  private static long sum(long a, long b) {
    long total = a + b;
    return total < 0 ? Long.MAX_VALUE : total;
  }
}
