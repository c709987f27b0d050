package org.stowage.runtime.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.cache.BaseGoneException;
import org.stowage.runtime.cache.CacheLookup;
import org.stowage.runtime.cache.ImageCache;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.image.FoundImage;
import org.stowage.runtime.image.ImageIdentity;
import org.stowage.runtime.image.ImageReader;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.Target;

/** Carries the main job out: image to base disk to instance. */
public final class Deployer {

  /** That a base disk is removed again and again while it is used is no chance any more. */
  private static final int MOST_TRIES = 10;

  private final Target target;
  private final TargetConfig.Rules rules;
  private final DatastoreTypes types;
  private final ImageReader reader;

  public Deployer(
      Target target, TargetConfig.Rules rules, DatastoreTypes types, ImageReader reader) {
    this.target = target;
    this.rules = rules;
    this.types = types;
    this.reader = reader;
  }

  /** What {@link #deploy} would do now. Changes nothing. */
  public Plan plan(DeployRequest request, Transfer transfer) throws IOException {
    check(request);
    try (FoundImage found = find(request, new LongAdder(), transfer)) {
      mustBeTold(request, found);
      try (DiskImage image = found.open()) {
        return new Planner(target, rules, types, imageId(request, found, image.facts()))
            .plan(
                request.declaring(found.properties()),
                image.facts(),
                target.instances().list(),
                CacheLookup.LIKELIEST);
      }
    }
  }

  /**
   * Deploys.
   *
   * @throws StorageException {@code no-placement} with a reason for each datastore when none can
   *     take the image; {@code already-exists} when the name is taken, before anything is
   *     transferred
   */
  public Deployment deploy(DeployRequest request, Transfer transfer) throws IOException {
    return deploy(request, plan -> {}, transfer);
  }

  /**
   * Carries out what was decided earlier, if every rule still allows it.
   *
   * @throws StorageException {@code not-allowed} when the image is another one now; otherwise as
   *     {@link #deploy}
   */
  public Deployment apply(Decision decision, Transfer transfer) throws IOException {
    return deploy(decision.decided(), decision::mustBeOf, transfer);
  }

  private Deployment deploy(DeployRequest request, Importer.Check check, Transfer transfer)
      throws IOException {
    long start = System.nanoTime();
    check(request);
    List<Instance> instances = target.instances().list();
    mustBeFree(request.name(), instances);
    LongAdder bytesRead = new LongAdder();
    try (FoundImage found = find(request, bytesRead, transfer)) {
      mustBeTold(request, found);
      DeployRequest known = request.declaring(found.properties());
      try (DiskImage image = found.open()) {
        Planner planner = new Planner(target, rules, types, imageId(request, found, image.facts()));
        Importer importer = new Importer(target, types, planner, instances);
        // What was read to open a file is read again; of a stream it is part of the import.
        long readBefore = found.isStream() ? 0 : bytesRead.sum();
        Made made =
            make(request, () -> importer.importOnce(known, image, check, transfer), transfer);
        long transferred = made.hit() ? 0 : bytesRead.sum() - readBefore;
        Instance instance = made.instance();
        if (request.powerOn()) {
          powerOn(instance, transfer);
        }
        return new Deployment(
            view(target, instance),
            image.facts(),
            made.imported().plan(),
            made.imported().choice(),
            made.hit(),
            transferred,
            Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }

  private FoundImage find(DeployRequest request, LongAdder bytesRead, Transfer transfer)
      throws IOException {
    return reader.find(request.image(), request.properties(), bytesRead, transfer);
  }

  /** Refuses an image that cannot be told from others, before it is opened. */
  static void mustBeTold(DeployRequest request, FoundImage found) throws IOException {
    if (request.imageId() == null) {
      found.requireIdentity();
    }
  }

  /** The identity of an image, told before its content is read. */
  static String imageId(DeployRequest request, FoundImage found, DiskFacts facts)
      throws IOException {
    return request.imageId() == null
        ? found.identity(facts)
        : ImageIdentity.given(request.imageId());
  }

  /** Begins anew when the base disk goes while it is about to be used. */
  private Made make(DeployRequest request, Importing importing, Transfer transfer)
      throws IOException {
    boolean hit = true;
    for (int tries = 1; ; tries++) {
      try {
        Importer.Imported imported = importing.run();
        hit &= imported.hit();
        imported.cache().use();
        return new Made(create(spec(request, imported, transfer), transfer), imported, hit);
      } catch (BaseGoneException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /** A base disk that is removed while a clone is made of it may be gone without the clone. */
  private Instance create(InstanceSpec spec, Transfer transfer) throws IOException {
    Instance made;
    try {
      made = target.instances().create(spec, transfer);
    } catch (StorageException e) {
      throw BaseGoneException.explain(e, target, spec.base());
    }
    if (!spec.linkedClone() || target.existing(List.of(spec.base())).contains(spec.base())) {
      return made;
    }
    target.instances().destroy(made);
    throw new BaseGoneException(
        "deploying %s: its base disk %s was removed meanwhile".formatted(spec.name(), spec.base()),
        null);
  }

  /** Refuses what cannot be carried out, before an image is opened that may come slowly. */
  private void check(DeployRequest request) throws IOException {
    InstanceName.checked(request.name());
    if (request.imageId() != null) {
      ImageIdentity.given(request.imageId());
    }
    if (request.powerOn() && target.power().isEmpty()) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          "deploying %s: target %s keeps instances and runs none"
              .formatted(request.name(), target.name()),
          "Leave out --power-on.");
    }
    if (request.network() != null) {
      target.instances().requireNetwork(request.network());
    }
  }

  /** An instance that is to run and does not is none. */
  private void powerOn(Instance instance, Transfer transfer) throws IOException {
    try {
      target.power().orElseThrow().on(instance, transfer);
    } catch (IOException | RuntimeException e) {
      try {
        target.instances().destroy(instance);
      } catch (IOException atCleaning) {
        e.addSuppressed(atCleaning);
      }
      throw e;
    }
  }

  /** An instance with its paths as this target shows them, of which nothing is missing. */
  public static InstanceView view(Target target, Instance instance) {
    return view(target, instance, false);
  }

  /** All instances with their paths, in order of their names. */
  public static List<InstanceView> views(Target target) throws IOException {
    List<Instance> instances = target.instances().list();
    Set<DatastorePath> missing = missing(target, instances);
    return instances.stream()
        .map(one -> view(target, one, one.knownParent().filter(missing::contains).isPresent()))
        .toList();
  }

  /** The parents that are gone; none where that cannot be found out, which hides no instance. */
  private static Set<DatastorePath> missing(Target target, List<Instance> instances) {
    Set<DatastorePath> missing = new HashSet<>();
    instances.forEach(one -> one.knownParent().ifPresent(missing::add));
    try {
      missing.removeAll(target.existing(List.copyOf(missing)));
      return missing;
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static InstanceView view(Target target, Instance instance, boolean parentMissing) {
    return new InstanceView(
        target.name(),
        instance,
        target.display(instance.descriptor()),
        target.display(instance.disk()),
        instance.knownParent().map(target::display).orElse(null),
        parentMissing);
  }

  private InstanceSpec spec(DeployRequest request, Importer.Imported imported, Transfer transfer)
      throws IOException {
    Plan plan = imported.plan();
    ImageCache cache = imported.cache();
    long baseBytes = cache.requireBase("deploying " + plan.name()).capacityBytes();
    long capacityBytes = request.diskSizeBytes() == null ? baseBytes : plan.capacityBytes();
    DatastorePath base = cache.basePath();
    if (plan.linkedClone() && capacityBytes > baseBytes && !target.growsLinkedClones()) {
      cache.ensureSized(capacityBytes, transfer);
      base = cache.sizedPath(capacityBytes);
    }
    return new InstanceSpec(
        plan.name(),
        imported.choice().datastore().name(),
        plan.imageId(),
        base,
        plan.linkedClone(),
        capacityBytes,
        plan.adapterType(),
        request.cpus(),
        request.memoryMib(),
        request.network());
  }

  /** Sees to it that the image is cached. */
  @FunctionalInterface
  private interface Importing {
    Importer.Imported run() throws IOException;
  }

  /**
   * @param hit whether nothing of the image had to be read
   */
  private record Made(Instance instance, Importer.Imported imported, boolean hit) {}

  private void mustBeFree(String name, List<Instance> instances) throws StorageException {
    for (Instance instance : instances) {
      if (instance.name().equals(name)) {
        throw new StorageException(
            CommonError.ALREADY_EXISTS,
            "deploying "
                + name
                + ": target "
                + target.name()
                + " has an instance of this name on datastore "
                + instance.datastore(),
            "Choose another name, or destroy the instance.");
      }
    }
  }
}
