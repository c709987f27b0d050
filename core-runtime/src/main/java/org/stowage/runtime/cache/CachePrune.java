package org.stowage.runtime.cache;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.runtime.cache.Ageing.Step;
import org.stowage.runtime.cache.PrunedImage.Outcome;
import org.stowage.runtime.target.DiskUse;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;

/**
 * Removes images that nobody has used for a time, and what operations left when they died.
 *
 * <p>An image that no machine on any datastore stands on, and that is not pinned, is marked first;
 * a later prune removes it when the mark is old enough and nobody has used the image since. Several
 * prunes and any number of deployments may be at work at the same time.
 */
public final class CachePrune {

  private final Target target;
  private final CacheLayout layout;
  private final String meetingPoint;
  private final Ageing ageing;
  private final boolean dryRun;

  /**
   * @param meetingPoint as {@link CacheLayout#meetingPoint} says
   * @param olderThan how long an image stays that nobody uses
   * @param dryRun whether to tell only what would be done
   */
  public CachePrune(Target target, String meetingPoint, Duration olderThan, boolean dryRun) {
    this.target = target;
    this.layout = CacheLayout.of(target);
    this.meetingPoint = meetingPoint;
    this.ageing = new Ageing(olderThan, Instant.now());
    this.dryRun = dryRun;
  }

  /**
   * Prunes some datastores. What fails with one image does not keep the others.
   *
   * @throws StorageException {@code not-allowed} when it cannot be told which machines use what;
   *     then nothing was removed
   */
  public List<PrunedImage> of(List<String> datastores, Transfer transfer) throws IOException {
    List<DiskUse> uses = target.diskUses();
    List<PrunedImage> pruned = new ArrayList<>();
    for (String datastore : datastores) {
      if (!dryRun) {
        Staging.sweep(target, datastore);
        target.sweep(datastore);
      }
      for (String folder : layout.folders(target, datastore)) {
        transfer.checkCancelled();
        look(datastore, folder, uses).ifPresent(pruned::add);
      }
    }
    return pruned;
  }

  private Optional<PrunedImage> look(String datastore, String name, List<DiskUse> uses) {
    Optional<String> removed = CacheLayout.imageRemoved(name);
    One one = new One(datastore, removed.orElse(name));
    try {
      return removed.isPresent() ? one.finish() : one.age(uses);
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return Optional.empty(); // another prune has just removed it
      }
      return Optional.of(one.result(Outcome.FAILED, 0, List.of(), e.getMessage(), e));
    } catch (IOException e) {
      StorageException failure = new StorageException(CommonError.IO, e.toString(), "", e);
      return Optional.of(one.result(Outcome.FAILED, 0, List.of(), e.toString(), failure));
    }
  }

  /** One image on one datastore. */
  private final class One {

    private final String datastore;
    private final String imageId;
    private final DatastorePath folder;
    private final Removal removal;

    One(String datastore, String imageId) {
      this.datastore = datastore;
      this.imageId = imageId;
      this.folder = layout.folder(datastore, imageId);
      this.removal = new Removal(target, layout, datastore, imageId);
    }

    Optional<PrunedImage> age(List<DiskUse> uses) throws IOException {
      ImageFolder found = ImageFolder.read(target, folder, imageId);
      if (!found.complete()) {
        removeEmpty(found);
        return Optional.empty();
      }
      List<DiskUse> users = users(uses);
      Step step = step(found, users);
      if (step.outcome() == Outcome.REMOVED && !dryRun) {
        return Optional.of(remove(users));
      }
      if (!dryRun) {
        mark(found, step);
      }
      long storedBytes = step.outcome() == Outcome.REMOVED ? storedBytes(found) : 0;
      return Optional.of(result(step.outcome(), storedBytes, users, step.reason(), null));
    }

    private Step step(ImageFolder found, List<DiskUse> users) throws IOException {
      Optional<UnusedMark> mark = found.marks().stream().findFirst();
      boolean usedSince = mark.isPresent() && found.isUsedSince(mark.get(), target);
      return ageing.step(found.pinned(), users, mark, usedSince);
    }

    private void mark(ImageFolder found, Step step) throws IOException {
      DatastoreFiles files = ports().files();
      if (step.outcome() == Outcome.MARKED) {
        files.makeDirectory(found.path().resolve(UnusedMark.at(ageing.now()).folderName()));
      } else if (step.outcome() == Outcome.UNMARKED) {
        for (UnusedMark mark : found.marks()) {
          files.delete(found.path().resolve(mark.folderName()));
        }
      }
    }

    /** Nobody imports the image meanwhile, here or elsewhere, because it is not to be seen. */
    @SuppressWarnings("try") // the claims are held, not used
    private PrunedImage remove(List<DiskUse> users) throws IOException {
      Optional<Target.Claim> importing = target.tryClaim(layout.claim(meetingPoint, imageId));
      if (importing.isEmpty()) {
        return busy(users);
      }
      try (Target.Claim claim = importing.get()) {
        Optional<Target.Claim> changing = target.tryClaim(folder);
        if (changing.isEmpty()) {
          return busy(users);
        }
        try (Target.Claim own = changing.get()) {
          return removeClaimed();
        }
      }
    }

    private PrunedImage removeClaimed() throws IOException {
      ImageFolder before = ImageFolder.read(target, folder, imageId);
      List<DiskUse> users = users(target.diskUses());
      Step step = step(before, users);
      if (!before.complete() || step.outcome() != Outcome.REMOVED) {
        mark(before, step);
        return result(step.outcome(), 0, users, step.reason(), null);
      }
      long storedBytes = storedBytes(before);
      removal.begin();
      Step decided;
      try {
        users = users(target.diskUses());
        DatastorePath removing = layout.removing(datastore, imageId);
        decided = step(ImageFolder.read(target, removing, imageId), users);
      } catch (IOException | RuntimeException e) {
        undoAfter(e);
        throw e;
      }
      if (decided.outcome() != Outcome.REMOVED) {
        removal.undo();
        mark(ImageFolder.read(target, folder, imageId), decided);
        return result(decided.outcome(), 0, users, decided.reason(), null);
      }
      removal.complete();
      return result(Outcome.REMOVED, storedBytes, users, decided.reason(), null);
    }

    private void undoAfter(Exception failure) {
      try {
        removal.undo();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }

    /** Ends what a prune that died had begun. */
    @SuppressWarnings("try") // the claim is held, not used
    Optional<PrunedImage> finish() throws IOException {
      Optional<Target.Claim> changing = dryRun ? Optional.empty() : target.tryClaim(folder);
      if (changing.isEmpty()) {
        return Optional.empty();
      }
      try (Target.Claim claim = changing.get()) {
        DatastorePath removing = layout.removing(datastore, imageId);
        if (ports().files().find(removing).isEmpty()) {
          return Optional.empty();
        }
        if (removal.undoLeft()) {
          String reason = "a prune that died had begun to remove it";
          return Optional.of(result(Outcome.RESTORED, 0, List.of(), reason, null));
        }
        removal.complete();
        return Optional.empty();
      }
    }

    /** A folder that only tells of the use of an image that is not there. */
    @SuppressWarnings("try") // the claim is held, not used
    private void removeEmpty(ImageFolder found) throws IOException {
      if (dryRun || !isEmpty(found)) {
        return;
      }
      Optional<Target.Claim> changing = target.tryClaim(folder);
      if (changing.isPresent()) {
        try (Target.Claim claim = changing.get()) {
          if (isEmpty(ImageFolder.read(target, folder, imageId))) {
            ports().files().delete(folder);
          }
        }
      }
    }

    private static boolean isEmpty(ImageFolder found) {
      return found.disks().isEmpty() && found.others().isEmpty();
    }

    private List<DiskUse> users(List<DiskUse> uses) {
      return uses.stream()
          .filter(use -> use.disk().parent().filter(folder::equals).isPresent())
          .toList();
    }

    private long storedBytes(ImageFolder found) throws IOException {
      long sum = 0;
      for (DatastorePath disk : found.disks()) {
        sum += ports().disks().storedBytes(disk);
      }
      return sum;
    }

    private PrunedImage busy(List<DiskUse> users) {
      return result(Outcome.KEPT, 0, users, "somebody is changing it", null);
    }

    PrunedImage result(
        Outcome outcome,
        long storedBytes,
        List<DiskUse> users,
        String reason,
        @Nullable StorageException failure) {
      return new PrunedImage(datastore, imageId, outcome, storedBytes, users, reason, failure);
    }

    private DatastorePorts ports() throws IOException {
      return target.ports(datastore);
    }
  }
}
