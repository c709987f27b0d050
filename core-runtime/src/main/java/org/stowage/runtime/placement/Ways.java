package org.stowage.runtime.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.Landing;

/** By which ways an image could come to a datastore, and what each takes there. */
final class Ways {

  /**
   * What a linked clone takes at most before its guest writes: header, descriptor, empty tables.
   */
  private static final long CLONE_BYTES = 1 << 20;

  /** A grain table entry, twice, for each 64 KiB of capacity (VMDK 5.0, "Grain Directory"). */
  private static final long CAPACITY_BYTES_PER_TABLE_BYTE = 64 * 1024 / (2 * 4);

  private final Wish wish;
  private final Reach reach;
  private final List<Candidate> bases;

  /**
   * @param bases those that have the image's base disk and let it be used
   */
  Ways(Wish wish, Reach reach, List<Candidate> bases) {
    this.wish = wish;
    this.reach = reach;
    this.bases =
        bases.stream()
            .sorted(
                Comparator.comparing((Candidate one) -> !one.cached().sized())
                    .thenComparing(one -> -one.info().freeBytes())
                    .thenComparing(one -> one.info().name()))
            .toList();
  }

  /**
   * One way.
   *
   * @param landing what a base disk would be at the destination
   * @param source where the base disk is, or will be
   * @param neededBytes at the destination
   * @param says what people are told of it; may be empty
   */
  record Option(Way way, Landing.Accepted landing, String source, long neededBytes, String says) {}

  /** What the type of a datastore says to the image; empty when it refuses it. */
  static Optional<Landing.Accepted> landing(Candidate one, Wish wish) {
    return one.type() != null
            && one.type().judge(wish.image(), wish.convertImages())
                instanceof Landing.Accepted accepted
        ? Optional.of(accepted)
        : Optional.empty();
  }

  /** The ways to a datastore, whatever room it has, the best first; at least one. */
  List<Option> to(Candidate one, Landing.Accepted landing) {
    List<Option> options = new ArrayList<>();
    long baseBytes = baseBytes(landing);
    long sizedBytes = isSized(landing) ? baseBytes : 0;
    long diskBytes = wish.linkedClone() ? cloneBytes(landing) : baseBytes;
    if (one.cached().base()) {
      long more = one.cached().sized() ? 0 : sizedBytes;
      options.add(here(Way.CACHED, one, landing, sum(more, diskBytes), "has the image cached"));
    }
    parentFor(one, sizedBytes).ifPresent(base -> options.add(linked(base, landing, diskBytes)));
    long withBase = sum(sum(baseBytes, sizedBytes), diskBytes);
    if (!one.cached().base()) {
      copySourceFor(one, landing)
          .ifPresent(base -> options.add(copied(base, one, landing, diskBytes, withBase)));
    }
    if (options.isEmpty()) {
      String says = landing.whatIsConverted().orElse("");
      options.add(here(Way.IMPORTED, one, landing, withBase, says));
    }
    return options;
  }

  private static Option here(
      Way way, Candidate one, Landing.Accepted landing, long neededBytes, String says) {
    return new Option(way, landing, one.info().name(), neededBytes, says);
  }

  private static Option linked(Candidate base, Landing.Accepted landing, long neededBytes) {
    String source = base.info().name();
    return new Option(
        Way.LINKED,
        landing,
        source,
        neededBytes,
        "a linked clone of the image cached on " + source);
  }

  /** A full clone is copied at once; only what is to be linked to gets a base disk. */
  private Option copied(
      Candidate base, Candidate one, Landing.Accepted landing, long diskBytes, long withBase) {
    boolean atOnce = !wish.linkedClone() && fits(base, one);
    return new Option(
        Way.COPIED,
        landing,
        base.info().name(),
        atOnce ? diskBytes : withBase,
        "the image is copied from " + base.info().name() + whyNotLinked(base, one));
  }

  private String whyNotLinked(Candidate base, Candidate one) {
    if (!wish.linkedClone()) {
      return "";
    }
    if (!haveFiles(base, one)) {
      return ", as one of them keeps disks as objects";
    }
    return reach.together(base.info().name(), one.info().name())
        ? ""
        : ", as no host that is up can use both";
  }

  /** A base disk elsewhere that a linked clone here can stand on. */
  private Optional<Candidate> parentFor(Candidate one, long sizedBytes) {
    if (!wish.linkedClone()) {
      return Optional.empty();
    }
    String name = one.info().name();
    return bases.stream()
        .filter(base -> !base.info().name().equals(name))
        .filter(base -> haveFiles(base, one) && reach.together(base.info().name(), name))
        .filter(base -> fits(base, one))
        .filter(base -> base.cached().sized() || base.info().freeBytes() >= sizedBytes)
        .findFirst();
  }

  /** What has to be padded for its new place is padded beside the original, which takes room. */
  private Optional<Candidate> copySourceFor(Candidate one, Landing.Accepted landing) {
    return bases.stream()
        .filter(base -> fits(base, one) || base.info().freeBytes() >= baseBytes(landing))
        .findFirst();
  }

  /** Disks that are objects of one datastore have no parents on another. */
  private static boolean haveFiles(Candidate one, Candidate other) {
    return isFiles(one) && isFiles(other);
  }

  private static boolean isFiles(Candidate one) {
    return one.type() != null && one.type().traits().dataFiles() == DataFiles.ADDRESSABLE;
  }

  /** Whether a base disk has a capacity that disks on a datastore may have. */
  private boolean fits(Candidate base, Candidate one) {
    long multiple = one.type() == null ? 1 : one.type().traits().capacityMultipleBytes();
    return landing(base, wish).map(as -> as.capacityBytes() % multiple == 0).orElse(true);
  }

  private long baseBytes(Landing.Accepted landing) {
    return wish.image().knownPopulatedBytes().orElse(landing.capacityBytes());
  }

  private boolean isSized(Landing.Accepted landing) {
    return wish.linkedClone()
        && wish.sizedBase()
        && wish.wantedDiskSizeBytes().orElse(landing.capacityBytes()) > landing.capacityBytes();
  }

  private long cloneBytes(Landing.Accepted landing) {
    long capacityBytes = wish.wantedDiskSizeBytes().orElse(landing.capacityBytes());
    return CLONE_BYTES + capacityBytes / CAPACITY_BYTES_PER_TABLE_BYTE;
  }

  /** Sums that would overflow mean "more than anything has". */
  private static long sum(long a, long b) {
    long total = a + b;
    return total < 0 ? Long.MAX_VALUE : total;
  }
}
