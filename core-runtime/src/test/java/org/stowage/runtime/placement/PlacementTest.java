package org.stowage.runtime.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;

class PlacementTest {

  private static final long GIB = 1L << 30;

  @Test
  void theDatastoreThatCachesTheImageWinsOverOneWithMoreRoom() {
    assertEquals(
        List.of("small", "large"),
        ranking(
            wish(), Map.of("small", new Cached(true, false)), ds("large", 500), ds("small", 5)));
  }

  @Test
  void theDatastoreThatCachesTheImageLosesWhenItIsFull() {
    List<Verdict> verdicts =
        verdicts(wish(), Map.of("full", new Cached(true, false)), ds("full", 0), ds("other", 50));

    assertEquals("other", verdicts.get(0).datastore().name());
    Verdict.Rejected full = assertInstanceOf(Verdict.Rejected.class, verdicts.get(1));
    assertEquals(CommonError.DATASTORE_FULL, full.code());
    assertEquals("it needs 2.3 MiB but has 0 B free", full.reason());
  }

  @Test
  void mostFreeSpaceWinsAndThenTheName() {
    assertEquals(
        List.of("c", "a", "b"), ranking(wish(), Map.of(), ds("b", 50), ds("c", 60), ds("a", 50)));
  }

  @Test
  void everyRuleIsAReason() {
    Wish wish = new Wish(image(10 * GIB, -1), -1, true, true, Pattern.compile("nfs-"), null);

    List<Verdict> verdicts =
        verdicts(
            wish,
            Map.of(),
            ds("nfs-ok", 500),
            ds("my-nfs-1", 500),
            new DatastoreInfo("nfs-gone", "good", GIB, GIB, false, false),
            new DatastoreInfo("nfs-care", "good", GIB, GIB, true, true),
            new DatastoreInfo("nfs-what", "pmem", GIB, GIB, true, false),
            new DatastoreInfo("nfs-picky", "picky", GIB, GIB, true, false));

    assertEquals(
        List.of(
            "nfs-ok: 500 GiB free, needs 10.0 GiB",
            "my-nfs-1: its name does not match datastore_regex nfs-",
            "nfs-care: it is in maintenance mode",
            "nfs-gone: it is not accessible",
            "nfs-picky: takes nothing",
            "nfs-what: no plugin serves its type pmem"),
        verdicts.stream().map(v -> v.datastore().name() + ": " + v.reason()).toList());
  }

  @Test
  void aDatastoreThatWasAskedForIsTheOnlyOne() {
    Wish wish = new Wish(image(GIB, -1), -1, true, true, null, "b");

    List<Verdict> verdicts = verdicts(wish, Map.of(), ds("a", 500), ds("b", 5));

    assertEquals("b", verdicts.get(0).datastore().name());
    assertEquals("datastore b was asked for", verdicts.get(1).reason());
  }

  @Test
  void knownContentCountsInsteadOfTheCapacity() {
    assertEquals(
        1 * GIB + clone(20 * GIB), needed(wish(image(20 * GIB, GIB), -1, true), Cached.NOTHING));
    assertEquals(
        20 * GIB + clone(20 * GIB), needed(wish(image(20 * GIB, -1), -1, true), Cached.NOTHING));
  }

  @Test
  void aSizedBaseIsFurtherContent() {
    Wish wish = wish(image(10 * GIB, -1), 40 * GIB, true);

    assertEquals(20 * GIB + clone(40 * GIB), needed(wish, Cached.NOTHING));
    assertEquals(10 * GIB + clone(40 * GIB), needed(wish, new Cached(true, false)));
    assertEquals(clone(40 * GIB), needed(wish, new Cached(true, true)));
  }

  @Test
  void aFullCloneIsACopyOfTheContent() {
    assertEquals(10 * GIB, needed(wish(image(10 * GIB, -1), -1, false), new Cached(true, false)));
    assertEquals(
        10 * GIB, needed(wish(image(10 * GIB, -1), 40 * GIB, false), new Cached(true, false)));
  }

  @Test
  void anImpossibleCapacityIsTooLargeRatherThanNegative() {
    long huge = Long.MAX_VALUE / 512 * 512;
    assertEquals(Long.MAX_VALUE, neededOrRejected(wish(image(huge, -1), -1, false)));
  }

  @Test
  void aDiskSizeMustBeAMultipleOfWhatTheTypeDemands() {
    Wish wish = wish(image(GIB, -1), GIB + 512, true);

    Optional<Verdict.Rejected> rejected =
        new Placement(wish).screen(ds("a", 500), new PlainType(1 << 20));

    assertEquals(
        "its disks are multiples of 1048576 bytes, which the disk size of 1073742336 bytes is not",
        rejected.orElseThrow().reason());
  }

  private static long clone(long capacityBytes) {
    return (1 << 20) + capacityBytes / 8192;
  }

  private static long needed(Wish wish, Cached cached) {
    Verdict verdict = new Placement(wish).judge(ds("a", 1 << 20), new PlainType(512), cached);
    return assertInstanceOf(Verdict.Eligible.class, verdict).neededBytes();
  }

  private static long neededOrRejected(Wish wish) {
    DatastoreInfo everything =
        new DatastoreInfo("a", "good", Long.MAX_VALUE, Long.MAX_VALUE, true, false);
    Verdict verdict = new Placement(wish).judge(everything, new PlainType(512), Cached.NOTHING);
    return assertInstanceOf(Verdict.Eligible.class, verdict).neededBytes();
  }

  private static DiskFacts image(long capacityBytes, long populatedBytes) {
    return new DiskFacts(
        null, "raw", "a.raw", null, capacityBytes, null, populatedBytes, null, List.of());
  }

  private static Wish wish() {
    return wish(image(10 * GIB, GIB), -1, true);
  }

  private static Wish wish(DiskFacts image, long diskSizeBytes, boolean linkedClone) {
    return new Wish(image, diskSizeBytes, linkedClone, true, null, null);
  }

  private static DatastoreInfo ds(String name, long freeGib) {
    return new DatastoreInfo(name, "good", 1L << 60, freeGib * GIB, true, false);
  }

  private static List<String> ranking(
      Wish wish, Map<String, Cached> cached, DatastoreInfo... infos) {
    return verdicts(wish, cached, infos).stream().map(v -> v.datastore().name()).toList();
  }

  private static List<Verdict> verdicts(
      Wish wish, Map<String, Cached> cached, DatastoreInfo... infos) {
    Placement placement = new Placement(wish);
    List<DatastoreType> types = List.of(new PlainType(512), new PickyType());
    return Placement.ranked(
        Stream.of(infos)
            .map(info -> verdict(placement, info, serving(types, info), cached))
            .toList());
  }

  private static Verdict verdict(
      Placement placement,
      DatastoreInfo info,
      @Nullable DatastoreType type,
      Map<String, Cached> cached) {
    Optional<Verdict.Rejected> rejected = placement.screen(info, type);
    if (rejected.isPresent() || type == null) {
      return rejected.orElseThrow();
    }
    return placement.judge(info, type, cached.getOrDefault(info.name(), Cached.NOTHING));
  }

  private static @Nullable DatastoreType serving(List<DatastoreType> types, DatastoreInfo info) {
    return types.stream()
        .filter(type -> type.traits().serves(info.typeName()))
        .findFirst()
        .orElse(null);
  }

  /** Takes any image as it is. */
  private record PlainType(long capacityMultipleBytes) implements DatastoreType {
    @Override
    public String id() {
      return "good";
    }

    @Override
    public DatastoreTraits traits() {
      return new DatastoreTraits(
          Set.of("good"), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, capacityMultipleBytes);
    }

    @Override
    public Landing judge(DiskFacts image, boolean convert) {
      return new Landing.Accepted(image.capacityBytes(), null);
    }

    @Override
    public void land(
        DiskImage image,
        Landing.Accepted landing,
        BaseDisk disk,
        DatastorePorts ports,
        Transfer transfer) {
      throw new AssertionError("placement lands nothing");
    }
  }

  /** Refuses every image. */
  private record PickyType() implements DatastoreType {
    @Override
    public String id() {
      return "picky";
    }

    @Override
    public DatastoreTraits traits() {
      return new DatastoreTraits(
          Set.of("picky"), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, 512);
    }

    @Override
    public Landing judge(DiskFacts image, boolean convert) {
      return new Landing.Refused(CommonError.UNSUPPORTED, "takes nothing", "");
    }

    @Override
    public void land(
        DiskImage image,
        Landing.Accepted landing,
        BaseDisk disk,
        DatastorePorts ports,
        Transfer transfer) {
      throw new AssertionError("placement lands nothing");
    }
  }
}
