package org.stowage.runtime.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.stowage.api.datastore.DatastoreTraits;
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
  private final List<Base> bases;

  /**
   * @param bases those that have the image's base disk and let it be used
   * @param rules of the types
   */
  Ways(Wish wish, Reach reach, List<Candidate> bases, Screening rules) {
    this.wish = wish;
    this.reach = reach;
    this.bases =
        bases.stream()
            .sorted(
                Comparator.comparing((Candidate one) -> !one.cached().sized())
                    .thenComparing(one -> -one.info().freeBytes())
                    .thenComparing(one -> one.info().name()))
            .map(one -> Base.of(one, rules.rule(Objects.requireNonNull(one.type()))))
            .toList();
  }

  /**
   * A base disk that could be used.
   *
   * @param capacityBytes what the datastore's type makes of the image's; 0 when it would refuse it
   */
  private record Base(
      String datastore, long freeBytes, boolean sized, boolean isFiles, long capacityBytes) {

    static Base of(Candidate one, TypeRule rule) {
      return new Base(
          one.info().name(),
          one.info().freeBytes(),
          one.cached().sized(),
          Ways.isFiles(rule.traits()),
          rule.landing() instanceof Landing.Accepted accepted ? accepted.capacityBytes() : 0);
    }

    /** Whether disks on a datastore may have its capacity. */
    boolean fits(DatastoreTraits traits) {
      return capacityBytes % traits.capacityMultipleBytes() == 0;
    }
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

  /**
   * The ways to a datastore, whatever room it has, the best first; at least one.
   *
   * @param traits of the datastore's type
   */
  List<Option> to(Candidate one, DatastoreTraits traits, Landing.Accepted landing) {
    List<Option> options = new ArrayList<>(2);
    long baseBytes = baseBytes(landing);
    long sizedBytes = isSized(landing) ? baseBytes : 0;
    long diskBytes = wish.linkedClone() ? cloneBytes(landing) : baseBytes;
    if (one.cached().base()) {
      long more = one.cached().sized() ? 0 : sizedBytes;
      options.add(here(Way.CACHED, one, landing, sum(more, diskBytes), "has the image cached"));
    }
    parentFor(one, traits, sizedBytes)
        .ifPresent(base -> options.add(linked(base, landing, diskBytes)));
    long withBase = sum(sum(baseBytes, sizedBytes), diskBytes);
    if (!one.cached().base()) {
      copySource(traits, baseBytes)
          .ifPresent(base -> options.add(copied(base, one, traits, landing, diskBytes, withBase)));
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

  private static Option linked(Base base, Landing.Accepted landing, long neededBytes) {
    return new Option(
        Way.LINKED,
        landing,
        base.datastore(),
        neededBytes,
        "a linked clone of the image cached on " + base.datastore());
  }

  /** A full clone is copied at once; only what is to be linked to gets a base disk. */
  private Option copied(
      Base base,
      Candidate one,
      DatastoreTraits traits,
      Landing.Accepted landing,
      long diskBytes,
      long withBase) {
    boolean atOnce = !wish.linkedClone() && base.fits(traits);
    return new Option(
        Way.COPIED,
        landing,
        base.datastore(),
        atOnce ? diskBytes : withBase,
        "the image is copied from " + base.datastore() + whyNotLinked(base, one, traits));
  }

  private String whyNotLinked(Base base, Candidate one, DatastoreTraits traits) {
    if (!wish.linkedClone()) {
      return "";
    }
    if (!base.isFiles() || !isFiles(traits)) {
      return ", as one of them keeps disks as objects";
    }
    return reach.together(base.datastore(), one.info().name())
        ? ""
        : ", as no host that is up can use both";
  }

  /**
   * A base disk elsewhere that a linked clone here can stand on. Disks that are objects of one
   * datastore have no parents on another.
   */
  private Optional<Base> parentFor(Candidate one, DatastoreTraits traits, long sizedBytes) {
    if (wish.linkedClone() && isFiles(traits)) {
      String name = one.info().name();
      for (Base base : bases) {
        if (base.isFiles()
            && base.fits(traits)
            && (base.sized() || base.freeBytes() >= sizedBytes)
            && !base.datastore().equals(name)
            && reach.together(base.datastore(), name)) {
          return Optional.of(base);
        }
      }
    }
    return Optional.empty();
  }

  /** What has to be padded for its new place is padded beside the original, which takes room. */
  private Optional<Base> copySource(DatastoreTraits traits, long baseBytes) {
    for (Base base : bases) {
      if (base.fits(traits) || base.freeBytes() >= baseBytes) {
        return Optional.of(base);
      }
    }
    return Optional.empty();
  }

  private static boolean isFiles(DatastoreTraits traits) {
    return traits.dataFiles() == DataFiles.ADDRESSABLE;
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
