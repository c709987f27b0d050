package org.stowage.runtime.deploy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.cache.CacheLayout;
import org.stowage.runtime.cache.CacheLookup;
import org.stowage.runtime.cache.ImageCache;
import org.stowage.runtime.placement.Verdict;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.Target;

/**
 * Sees to it that an image's base disk is where placement wants it: on the datastore that it
 * chooses, or on another one of the target that has it already.
 *
 * <p>Of several deployers that want an image nobody has yet, one imports it, also when their views
 * of the free space would lead them to different datastores: whoever has to import does so under a
 * claim on the image for the whole target, and decides anew once it holds it.
 */
final class Importer {

  private final Target target;
  private final DatastoreTypes types;
  private final Planner planner;
  private final List<Instance> instances;

  /**
   * @param instances all instances of the target
   */
  Importer(Target target, DatastoreTypes types, Planner planner, List<Instance> instances) {
    this.target = target;
    this.types = types;
    this.planner = planner;
    this.instances = instances;
  }

  /**
   * Imports the image unless it is there.
   *
   * @param check looks at each plan before it is carried out
   */
  @SuppressWarnings("try") // the claim is held, not used
  Imported importOnce(DeployRequest request, DiskImage image, Check check, Transfer transfer)
      throws IOException {
    Plan plan = checkedPlan(request, image, check, CacheLookup.LIKELIEST);
    if (!makesBase(plan)) {
      return land(plan, image, transfer);
    }
    try (Target.Claim claim =
        target.claim(CacheLayout.of(target).claim(first(plan), plan.imageId()), transfer)) {
      return land(checkedPlan(request, image, check, CacheLookup.ALL), image, transfer);
    }
  }

  private static boolean makesBase(Plan plan) throws StorageException {
    return switch (choice(plan).way()) {
      case CACHED, LINKED -> false;
      case COPIED -> plan.linkedClone();
      case IMPORTED -> true;
    };
  }

  private Plan checkedPlan(DeployRequest request, DiskImage image, Check check, int most)
      throws IOException {
    Plan plan = planner.plan(request, image.facts(), instances, most);
    check.accept(plan);
    return plan;
  }

  private Imported land(Plan plan, DiskImage image, Transfer transfer) throws IOException {
    Verdict.Eligible choice = choice(plan);
    if (makesBase(plan)) {
      // Whoever is about to leave much on a datastore looks first what others have left there.
      Staging.sweep(target, choice.datastore().name());
    }
    ImageCache here = cache(plan, choice.datastore().name());
    ImageCache source = cache(plan, choice.source());
    switch (choice.way()) {
      case CACHED -> {
        // Should it be gone meanwhile, it is for a new plan to say where it is imported to.
        return new Imported(plan, choice, here, true);
      }
      case IMPORTED -> {
        boolean hit = here.ensureBase(image, choice.landing(), plan.adapterType(), transfer);
        return new Imported(plan, choice, here, hit);
      }
      case LINKED -> {
        return new Imported(plan, choice, source, true);
      }
      case COPIED -> {
        VirtualDisks.Facts base = source.requireBase("deploying " + plan.name());
        if (!plan.linkedClone() && here.copiedBytes(base) == base.capacityBytes()) {
          return new Imported(plan, choice, source, true);
        }
        here.ensureCopied(source, transfer);
        return new Imported(plan, choice, here, true);
      }
      default -> throw new IllegalStateException("no such way: " + choice.way());
    }
  }

  private ImageCache cache(Plan plan, String datastore) {
    DatastoreType type =
        plan.verdicts().stream()
            .map(Verdict::datastore)
            .filter(info -> info.name().equals(datastore))
            .findFirst()
            .flatMap(info -> types.serving(info.typeName()))
            .orElseThrow();
    return new ImageCache(target, type, datastore, plan.imageId());
  }

  /** The one datastore on which all deployers meet, whichever they choose. */
  private String first(Plan plan) {
    return CacheLayout.meetingPoint(
        plan.verdicts().stream()
            .map(Verdict::datastore)
            .filter(info -> types.serving(info.typeName()).isPresent()));
  }

  private static Verdict.Eligible choice(Plan plan) throws StorageException {
    return plan.choice().orElseThrow(() -> noPlacement(plan));
  }

  private static StorageException noPlacement(Plan plan) {
    String reasons =
        plan.rejections().stream()
            .map(verdict -> verdict.datastore().name() + ": " + verdict.reason())
            .collect(Collectors.joining("; "));
    String remedies =
        plan.rejections().stream()
            .filter(verdict -> !verdict.remedy().isEmpty())
            .map(verdict -> "On " + verdict.datastore().name() + ": " + verdict.remedy())
            .collect(Collectors.joining(" "));
    return new StorageException(
        CommonError.NO_PLACEMENT,
        "no datastore of target "
            + plan.target()
            + " can take "
            + plan.image().fileName()
            + " ("
            + reasons
            + ")",
        remedies);
  }

  /** Looks at a plan before it is carried out. */
  @FunctionalInterface
  interface Check {
    void accept(Plan plan) throws StorageException;
  }

  /**
   * An image that is where it was to be.
   *
   * @param plan by which it got there
   * @param choice of the plan: where the instance goes
   * @param cache that has the base disk, perhaps of another datastore
   * @param hit whether nothing of the image had to be read
   */
  record Imported(Plan plan, Verdict.Eligible choice, ImageCache cache, boolean hit) {}
}
