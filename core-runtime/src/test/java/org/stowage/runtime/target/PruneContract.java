package org.stowage.runtime.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.cache.CachePins;
import org.stowage.runtime.cache.CachePrune;
import org.stowage.runtime.cache.PrunedImage;
import org.stowage.runtime.cache.PrunedImage.Outcome;
import org.stowage.testkit.TestTransfer;

/** What ageing keeps on every {@link Target}. */
abstract class PruneContract {

  private static final int MIB = 1 << 20;

  abstract TargetUnderTest subject();

  private DatastorePath folder;
  private DatastorePath base;

  @BeforeEach
  void makeBaseDisk() throws IOException {
    DatastorePath top = DatastorePath.root(subject().first()).resolve("_vmware_base");
    TopLevelFolder.make(ports(), top);
    folder = top.resolve("img");
    ports().files().makeDirectory(folder);
    base = folder.resolve("img.vmdk");
    ports().disks().create(base, 2 * MIB, AdapterType.LSILOGIC);
  }

  @Test
  void datesWhatIsTouched() throws IOException {
    DatastorePath file = folder.resolve("used");
    assertEquals(Optional.empty(), subject().target().modified(file));

    subject().target().write(file, "");
    Instant first = subject().target().modified(file).orElseThrow();
    subject().target().write(file, "");

    assertFalse(subject().target().modified(file).orElseThrow().isBefore(first));
  }

  @Test
  void tellsOnWhichDisksMachinesStand() throws IOException {
    Instance instance = clone("web-1");

    assertTrue(
        subject().target().diskUses().contains(new DiskUse("web-1", subject().first(), base)));

    subject().target().instances().destroy(instance);
    assertEquals(List.of(), subject().target().diskUses());
  }

  @Test
  void marksFirstAndRemovesLater() throws IOException {
    assertEquals(Outcome.MARKED, prune(Duration.ofHours(24)).outcome());
    assertEquals(
        List.of(true),
        entries().stream().filter(name -> name.startsWith("ts-")).map(name -> true).toList());
    assertEquals(Outcome.KEPT, prune(Duration.ofHours(24)).outcome());

    PrunedImage removed = prune(Duration.ZERO);

    assertEquals(Outcome.REMOVED, removed.outcome());
    assertTrue(removed.storedBytes() > 0);
    assertEquals(List.of(), ports().files().list(folder.parent().orElseThrow()).stream().toList());
  }

  @Test
  void keepsABaseThatSomethingStandsOn() throws IOException {
    prune(Duration.ZERO);
    Instance instance = clone("web-1");

    PrunedImage used = prune(Duration.ZERO);
    assertEquals(Outcome.UNMARKED, used.outcome());
    assertEquals("web-1 stands on it", used.reason());
    assertEquals(Outcome.KEPT, prune(Duration.ZERO).outcome());
    assertEquals(List.of("img.vmdk"), diskEntries());

    subject().target().instances().destroy(instance);
    assertEquals(Outcome.MARKED, prune(Duration.ZERO).outcome());
  }

  @Test
  void keepsABaseThatWasUsedSinceItWasMarked() throws IOException {
    prune(Duration.ZERO);
    subject().target().write(folder.resolve("used"), "");

    assertEquals(Outcome.UNMARKED, prune(Duration.ZERO).outcome());
    assertEquals(Outcome.MARKED, prune(Duration.ZERO).outcome());
  }

  @Test
  void keepsAPinnedBase() throws IOException {
    CachePins pins = new CachePins(subject().target());
    List<String> datastores = List.of(subject().first(), subject().second());

    assertEquals(
        List.of(subject().first()), pins.set("img", true, datastores, new TestTransfer(1)));
    assertEquals("it is pinned", prune(Duration.ZERO).reason());

    pins.set("img", false, datastores, new TestTransfer(1));
    assertEquals(Outcome.MARKED, prune(Duration.ZERO).outcome());
  }

  @Test
  @SuppressWarnings("try") // the claim is held, not used
  void leavesABaseThatSomebodyChanges() throws IOException {
    prune(Duration.ZERO);
    try (Target.Claim claim = subject().again().claim(folder, new TestTransfer(1))) {
      assertEquals("somebody is changing it", prune(Duration.ZERO).reason());
    }
    assertEquals(List.of("img.vmdk"), diskEntries());
  }

  @Test
  void changesNothingOnADryRun() throws IOException {
    assertEquals(Outcome.MARKED, prune(Duration.ZERO, true).get(0).outcome());
    assertEquals(Outcome.MARKED, prune(Duration.ZERO).outcome());
    PrunedImage would = prune(Duration.ZERO, true).get(0);

    assertEquals(Outcome.REMOVED, would.outcome());
    assertTrue(would.storedBytes() > 0);
    assertEquals(List.of("img.vmdk"), diskEntries());
  }

  @Test
  void putsBackWhatAPruneThatDiedHadBegunToRemove() throws IOException {
    DatastorePath removing = folder.sibling("img~removing");
    ports().files().move(folder, removing);

    assertEquals(Outcome.RESTORED, prune(Duration.ZERO).outcome());
    assertEquals(List.of("img.vmdk"), diskEntries());
    assertEquals(Optional.empty(), ports().files().find(removing));
  }

  @Test
  void putsBackAlsoWhenTheImageWasTouchedMeanwhile() throws IOException {
    DatastorePath removing = folder.sibling("img~removing");
    ports().files().move(folder, removing);
    ports().files().makeDirectory(folder);
    subject().target().write(folder.resolve("used"), "");

    List<Outcome> outcomes =
        prune(Duration.ZERO, false).stream().map(PrunedImage::outcome).toList();

    assertEquals(List.of(Outcome.RESTORED), outcomes);
    assertEquals(List.of("img.vmdk"), diskEntries());
  }

  @Test
  void finishesWhatAPruneThatDiedHadHalfRemoved() throws IOException {
    DatastorePath removing = folder.sibling("img~removing");
    ports().files().makeDirectory(removing.resolve("ts-2026-11-21-12-00-00"));

    prune(Duration.ZERO, false);

    assertEquals(Optional.empty(), ports().files().find(removing));
  }

  @Test
  void leavesFoldersOfOthersAlone() throws IOException {
    DatastorePath broken = folder.sibling("broken");
    ports().files().makeDirectory(broken);
    ports().files().makeDirectory(broken.resolve("unknown"));

    assertEquals(
        List.of("img"), prune(Duration.ZERO, false).stream().map(PrunedImage::imageId).toList());
    assertTrue(ports().files().find(broken).isPresent());
  }

  private PrunedImage prune(Duration olderThan) throws IOException {
    List<PrunedImage> pruned = prune(olderThan, false);
    assertEquals(1, pruned.size(), pruned::toString);
    StorageException failure = pruned.get(0).failure();
    if (failure != null) {
      throw failure;
    }
    return pruned.get(0);
  }

  private List<PrunedImage> prune(Duration olderThan, boolean dryRun) throws IOException {
    return new CachePrune(subject().target(), subject().first(), olderThan, dryRun)
        .of(List.of(subject().first(), subject().second()), new TestTransfer(1));
  }

  private Instance clone(String name) throws IOException {
    return subject()
        .target()
        .instances()
        .create(
            new InstanceSpec(
                name,
                subject().first(),
                "img",
                base,
                true,
                2 * MIB,
                AdapterType.LSILOGIC,
                1,
                64,
                null),
            new TestTransfer(1));
  }

  private List<String> entries() throws IOException {
    return ports().files().list(folder).stream().map(DatastoreFiles.Entry::name).toList();
  }

  private List<String> diskEntries() throws IOException {
    return entries().stream().filter(name -> name.equals("img.vmdk")).toList();
  }

  private DatastorePorts ports() throws IOException {
    return subject().target().ports(subject().first());
  }
}
