package org.stowage.runtime.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.stowage.runtime.config.PlacementMode.BALANCED;
import static org.stowage.runtime.config.PlacementMode.MOST_FREE;
import static org.stowage.runtime.config.PlacementMode.PINNED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  private static final Cached BASE = new Cached(true, false);
  private static final Cached BOTH = new Cached(true, true);

  @Test
  void theDatastoreThatCachesTheImageWinsOverOneWithMoreRoom() {
    assertEquals(
        List.of("small cached small", "large linked small"),
        ranking(wish(), Map.of("small", BASE), ds("large", 500), ds("small", 5)));
  }

  @Test
  void anInstanceStandsOnTheCachedImageWhenThatDatastoreIsFull() {
    List<Verdict> verdicts =
        verdicts(wish(), Map.of("full", BASE), ds("full", 0), ds("other", 50), ds("third", 40));

    assertEquals(List.of("other linked full", "third linked full", "full"), shown(verdicts));
    assertEquals(
        "a linked clone of the image cached on full; 50 GiB free, needs 2.3 MiB",
        verdicts.get(0).reason());
    Verdict.Rejected full = assertInstanceOf(Verdict.Rejected.class, verdicts.get(2));
    assertEquals(CommonError.DATASTORE_FULL, full.code());
    assertEquals("it needs 2.3 MiB but has 0 B free", full.reason());
  }

  @Test
  void theServerCopiesWhereNoHostReachesBoth() {
    Reach reach = Reach.of(Map.of("full", Set.of("h1"), "far", Set.of("h2"), "near", Set.of("h1")));

    List<Verdict> verdicts =
        verdicts(wish(), reach, Map.of("full", BASE), ds("full", 0), ds("far", 500), ds("near", 5));

    assertEquals(List.of("near linked full", "far copied full", "full"), shown(verdicts));
    assertEquals(
        "the image is copied from full, as no host that is up can use both; 500 GiB free, needs"
            + " 1.0 GiB",
        verdicts.get(1).reason());
    assertEquals(GIB + clone(10 * GIB), ((Verdict.Eligible) verdicts.get(1)).neededBytes());
  }

  @Test
  void aDatastoreThatWasNotAskedForItsHostsGetsACopy() {
    Reach reach = Reach.of(Map.of("full", Set.of("h1")));

    assertEquals(
        List.of("unknown copied full", "full"),
        ranking(wish(), reach, Map.of("full", BASE), ds("full", 0), ds("unknown", 5)));
  }

  @Test
  void aDatastoreThatNoHostCanUseIsLeftOut() {
    Reach reach = Reach.of(Map.of("a", Set.of(), "b", Set.of("h1")));

    List<Verdict> verdicts = verdicts(wish(), reach, Map.of(), ds("a", 500), ds("b", 5));

    assertEquals(List.of("b imported b", "a"), shown(verdicts));
    assertEquals(
        "no host that is connected and not in maintenance can write to it",
        verdicts.get(1).reason());
  }

  @Test
  void disksThatAreObjectsStandOnNoneElsewhere() {
    assertEquals(
        List.of("objects copied full", "full"),
        ranking(wish(), Map.of("full", BASE), ds("full", 0), ds("objects", "object", 50)));
    assertEquals(
        List.of("files copied full", "full"),
        ranking(wish(), Map.of("full", BASE), ds("full", "object", 0), ds("files", 50)));
  }

  @Test
  void aFullCloneIsCopiedFromWhereverTheImageIs() {
    assertEquals(
        List.of("other copied full", "full"),
        ranking(
            wish(image(10 * GIB, GIB), -1, false),
            Map.of("full", BASE),
            ds("full", 0),
            ds("other", 50)));
  }

  @Test
  void nothingIsImportedThatSomeDatastoreHas() {
    Map<String, Cached> cached = Map.of("a", BASE);
    DatastoreInfo gone = new DatastoreInfo("a", "good", GIB, GIB, false, false);
    DatastoreInfo care = new DatastoreInfo("a", "good", GIB, GIB, true, true);

    assertEquals(List.of("b linked a", "a"), ranking(wish(), cached, ds("a", 0), ds("b", 500)));
    assertEquals(List.of("b imported b", "a"), ranking(wish(), cached, gone, ds("b", 500)));
    assertEquals(List.of("b imported b", "a"), ranking(wish(), cached, care, ds("b", 500)));
  }

  @Test
  void theNamedDatastoreUsesWhatOthersCache() {
    Wish wish = new Wish(image(GIB, -1), -1, true, true, true, null, "b", BALANCED);

    assertEquals(
        List.of("b linked a", "a"), ranking(wish, Map.of("a", BASE), ds("a", 500), ds("b", 5)));
  }

  @Test
  void balancedFillsEvenlyAndThenGoesBySpaceAndName() {
    DatastoreInfo half = new DatastoreInfo("half", "good", 1000 * GIB, 500 * GIB, true, false);
    DatastoreInfo most = new DatastoreInfo("most", "good", 100 * GIB, 90 * GIB, true, false);

    assertEquals(
        List.of("most imported most", "half imported half"), ranking(wish(), Map.of(), half, most));
    assertEquals(
        List.of("c imported c", "a imported a", "b imported b"),
        ranking(wish(), Map.of(), ds("b", 50), ds("c", 60), ds("a", 50)));
  }

  @Test
  void mostFreeGoesBySpaceAndMovesAsLittleAsItCan() {
    Wish wish = new Wish(image(10 * GIB, GIB), -1, true, true, true, null, null, MOST_FREE);

    assertEquals(
        List.of("large linked small", "small cached small"),
        ranking(wish, Map.of("small", BASE), ds("large", 500), ds("small", 5)));
  }

  @Test
  void pinnedGoesNowhereButToTheImageOrTheNamedDatastore() {
    Wish pinned = new Wish(image(10 * GIB, GIB), -1, true, true, true, null, null, PINNED);
    Wish named = new Wish(image(10 * GIB, GIB), -1, true, true, true, null, "b", PINNED);

    List<Verdict> verdicts = verdicts(pinned, Map.of("a", BASE), ds("a", 1), ds("b", 500));

    assertEquals(List.of("a cached a", "b"), shown(verdicts));
    assertEquals("placement is pinned, and it does not cache the image", verdicts.get(1).reason());
    assertEquals(List.of("a", "b"), ranking(pinned, Map.of("a", BASE), ds("a", 0), ds("b", 500)));
    assertEquals(List.of("b imported b", "a"), ranking(named, Map.of(), ds("a", 1), ds("b", 500)));
  }

  @Test
  void scoresPutTheWayBeforeTheRoom() {
    DatastoreInfo full = new DatastoreInfo("full", "good", 10 * GIB, 10 * GIB, true, false);
    DatastoreInfo little = new DatastoreInfo("little", "good", 10 * GIB, GIB, true, false);

    List<Verdict> verdicts = verdicts(wish(), Map.of("little", BASE), full, little);

    assertEquals(
        List.of(3099L, 2998L), verdicts.stream().map(v -> ((Verdict.Eligible) v).score()).toList());
  }

  @Test
  void everyRuleIsAReason() {
    Wish wish =
        new Wish(
            image(10 * GIB, -1), -1, true, true, true, Pattern.compile("nfs-"), null, BALANCED);

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
    Wish wish = new Wish(image(GIB, -1), -1, true, true, true, null, "b", BALANCED);

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
    assertEquals(10 * GIB + clone(40 * GIB), needed(wish, BASE));
    assertEquals(clone(40 * GIB), needed(wish, BOTH));
  }

  @Test
  void aSizedBaseNeedsRoomBesideTheImageOrIsThereAlready() {
    Wish wish = wish(image(10 * GIB, -1), 40 * GIB, true);

    assertEquals(
        List.of("other copied full", "full"),
        ranking(wish, Map.of("full", BASE), ds("full", 0), ds("other", 50)));
    assertEquals(
        List.of("other linked full", "full"),
        ranking(wish, Map.of("full", BOTH), ds("full", 0), ds("other", 50)));
  }

  @Test
  void whereClonesGrowThereIsNoSizedBase() {
    Wish wish = new Wish(image(10 * GIB, -1), 40 * GIB, true, false, true, null, null, BALANCED);

    assertEquals(10 * GIB + clone(40 * GIB), needed(wish, Cached.NOTHING));
    assertEquals(clone(40 * GIB), needed(wish, BASE));
  }

  @Test
  void whatHasToBePaddedForItsNewPlaceIsPaddedBesideTheOriginal() {
    Wish wish = new Wish(image(GIB + 512, -1), -1, true, true, true, null, "whole", BALANCED);

    assertEquals(
        List.of("whole copied odd", "odd"),
        ranking(wish, Map.of("odd", BASE), ds("odd", 2), ds("whole", "whole", 50)));
    assertEquals(
        List.of("whole imported whole", "odd"),
        ranking(wish, Map.of("odd", BASE), ds("odd", 1), ds("whole", "whole", 50)));
  }

  @Test
  void aFullCloneIsACopyOfTheContent() {
    assertEquals(10 * GIB, needed(wish(image(10 * GIB, -1), -1, false), BASE));
    assertEquals(10 * GIB, needed(wish(image(10 * GIB, -1), 40 * GIB, false), BASE));
  }

  @Test
  void anImpossibleCapacityIsTooLargeRatherThanNegative() {
    long huge = Long.MAX_VALUE / 512 * 512;
    DatastoreInfo everything =
        new DatastoreInfo("a", "good", Long.MAX_VALUE, Long.MAX_VALUE, true, false);

    Verdict verdict = verdicts(wish(image(huge, -1), -1, false), Map.of(), everything).get(0);

    assertEquals(Long.MAX_VALUE, assertInstanceOf(Verdict.Eligible.class, verdict).neededBytes());
  }

  @Test
  void aDiskSizeMustBeAMultipleOfWhatTheTypeDemands() {
    Wish wish = wish(image(GIB, -1), GIB + 512, true);

    assertEquals(
        "its disks are multiples of 1048576 bytes, which the disk size of 1073742336 bytes is not",
        verdicts(wish, Map.of(), ds("a", "whole", 500)).get(0).reason());
  }

  private static long clone(long capacityBytes) {
    return (1 << 20) + capacityBytes / 8192;
  }

  private static long needed(Wish wish, Cached cached) {
    Verdict verdict = verdicts(wish, Map.of("a", cached), ds("a", 1 << 20)).get(0);
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
    return new Wish(image, diskSizeBytes, linkedClone, true, true, null, null, BALANCED);
  }

  private static DatastoreInfo ds(String name, long freeGib) {
    return ds(name, "good", freeGib);
  }

  private static DatastoreInfo ds(String name, String type, long freeGib) {
    return new DatastoreInfo(name, type, 1L << 60, freeGib * GIB, true, false);
  }

  private static List<String> ranking(
      Wish wish, Map<String, Cached> cached, DatastoreInfo... infos) {
    return shown(verdicts(wish, cached, infos));
  }

  private static List<String> ranking(
      Wish wish, Reach reach, Map<String, Cached> cached, DatastoreInfo... infos) {
    return shown(verdicts(wish, reach, cached, infos));
  }

  /** Datastore, way and source; of one that was rejected its name alone. */
  private static List<String> shown(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(
            verdict ->
                verdict instanceof Verdict.Eligible eligible
                    ? eligible.datastore().name()
                        + " "
                        + eligible.way().id()
                        + " "
                        + eligible.source()
                    : verdict.datastore().name())
        .toList();
  }

  private static List<Verdict> verdicts(
      Wish wish, Map<String, Cached> cached, DatastoreInfo... infos) {
    return verdicts(wish, Reach.EVERYWHERE, cached, infos);
  }

  private static List<Verdict> verdicts(
      Wish wish, Reach reach, Map<String, Cached> cached, DatastoreInfo... infos) {
    return new Placement(wish, reach)
        .decide(
            Stream.of(infos)
                .map(
                    info ->
                        new Candidate(
                            info,
                            TYPES.get(info.typeName()),
                            cached.getOrDefault(info.name(), Cached.NOTHING)))
                .toList());
  }

  private static final Map<String, DatastoreType> TYPES =
      Map.of(
          "good", new PlainType("good", DataFiles.ADDRESSABLE, 512, true),
          "whole", new PlainType("whole", DataFiles.HIDDEN, 1 << 20, true),
          "object", new PlainType("object", DataFiles.HIDDEN, 512, true),
          "picky", new PlainType("picky", DataFiles.ADDRESSABLE, 512, false));

  /** Takes any image, padded where it has to be; or none. */
  private record PlainType(
      String id, DataFiles dataFiles, long capacityMultipleBytes, boolean takesImages)
      implements DatastoreType {

    @Override
    public DatastoreTraits traits() {
      return new DatastoreTraits(
          Set.of(id), dataFiles, TopLevelFolders.PLAIN, capacityMultipleBytes);
    }

    @Override
    public Landing judge(DiskFacts image, boolean convert) {
      return takesImages
          ? new Landing.Accepted(traits().roundedUp(image.capacityBytes()), null)
          : new Landing.Refused(CommonError.UNSUPPORTED, "takes nothing", "");
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
