package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.cache.CachedImage;
import org.stowage.runtime.cache.PrunedImage;
import org.stowage.runtime.cache.PrunedImage.Outcome;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.testkit.lab.LabVcenter;

/**
 * Agers that remove an image as soon as they may, and deployers that want it at that moment: no
 * live child loses its parent, no image is imported twice, and no deployment fails.
 */
class CacheRacesIT {

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final Path HELLO =
      Path.of(System.getProperty("stowage.examples.folder"), "hello.ova");
  private static final long SEED = 20261121;
  private static final int AGERS = 2;
  private static final int DEPLOYERS = 10;
  private static final int ROUNDS = 3;

  @TempDir Path folder;

  private final ExecutorService crowd = Executors.newCachedThreadPool();
  private final AtomicInteger imports = new AtomicInteger();
  private final AtomicLong importBytes = new AtomicLong();
  private final AtomicInteger removals = new AtomicInteger();

  @AfterEach
  void end() {
    crowd.shutdownNow();
  }

  @Test
  void agersAndDeployersOnFolders() throws Exception {
    List<TargetConfig.Datastore> datastores =
        List.of(datastore("a", "NFS"), datastore("b", "VMFS"));
    TargetConfig.Local target = new TargetConfig.Local("lab", TargetConfig.Rules.USUAL, datastores);
    try (Stowage stowage =
        Stowage.builder()
            .config(new Config(folder, folder.resolve("stowage.toml"), "lab", List.of(target)))
            .plugins(PLUGINS)
            .build()) {
      race(stowage, null, 12, Duration.ofMillis(60));

      for (InstanceView instance : stowage.instances(null)) {
        stowage.verify(
            instance.diskPath(), ImageProperties.NONE, Operation.unwatched("reading it"));
      }
    }
  }

  @Test
  void agersAndDeployersOnAVcenter() throws Exception {
    try (LabVcenter lab = LabVcenter.start();
        RuntimeOnLab runtime =
            new RuntimeOnLab(
                lab, folder, "insecure = true", "datastore_regex = \"nfs-1|vmfs-1\"")) {
      race(runtime.stowage(), RuntimeOnLab.TARGET, 2, Duration.ofSeconds(2));
    }
  }

  /**
   * Agers are at work all the time, and are stopped only to look at what there is.
   *
   * @param spread within which deployers begin, about as long as a prune takes, so that they meet
   *     it in all its steps
   */
  private void race(Stowage stowage, @Nullable String target, int bouts, Duration spread)
      throws Exception {
    Random random = new Random(SEED);
    deploy(stowage, target, "first", null);
    for (int bout = 0; bout < bouts; bout++) {
      AtomicBoolean ageing = new AtomicBoolean(true);
      List<Future<?>> ageings = new ArrayList<>();
      for (int i = 0; i < AGERS; i++) {
        ageings.add(crowd.submit(() -> age(stowage, target, ageing)));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          boolean all = round % 2 == 0;
          for (InstanceView instance : stowage.instances(target)) {
            if (all || random.nextInt(20) > 0) {
              stowage.destroy(instance);
            }
          }
          if (all) {
            prune(stowage, target); // marks what the agers have not marked yet
          }
          deployAtOnce(stowage, target, bout + "-" + round, random, spread);
        }
      } finally {
        ageing.set(false);
      }
      for (Future<?> each : ageings) {
        each.get();
      }
      check(stowage, target);
    }
    assertTrue(removals.get() > 0, "nothing was removed, so nothing was raced");
  }

  private Void age(Stowage stowage, @Nullable String target, AtomicBoolean ageing)
      throws IOException {
    while (ageing.get()) {
      prune(stowage, target);
    }
    return null;
  }

  private void deployAtOnce(
      Stowage stowage, @Nullable String target, String prefix, Random random, Duration spread)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(DEPLOYERS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < DEPLOYERS; i++) {
      String name = "r" + prefix + "-" + i;
      String elsewhere = target == null ? "b" : "vmfs-1";
      String datastore = random.nextInt(4) == 0 ? elsewhere : null;
      long delayNanos = (long) (random.nextDouble() * spread.toNanos());
      all.add(
          crowd.submit(
              () -> {
                start.await();
                LockSupport.parkNanos(delayNanos);
                deploy(stowage, target, name, datastore);
                return null;
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }
  }

  private void deploy(
      Stowage stowage, @Nullable String target, String name, @Nullable String datastore)
      throws IOException {
    DeployRequest request = DeployRequest.of(HELLO.toString(), name);
    if (target != null) {
      request = request.onTarget(target);
    }
    if (datastore != null) {
      request = request.onDatastore(datastore);
    }
    Deployment deployment = stowage.deploy(request, Operation.unwatched(name));
    // One that imported the image in vain, because it was removed at once, read it twice.
    long bytes = deployment.bytesTransferred();
    importBytes.compareAndSet(0, bytes);
    imports.addAndGet(Math.round(bytes / (float) importBytes.get()));
  }

  private void prune(Stowage stowage, @Nullable String target) throws IOException {
    for (PrunedImage image :
        stowage.caches().prune(target, Duration.ZERO, false, Operation.unwatched("prune"))) {
      if (image.failure() != null) {
        throw image.failure();
      }
      if (image.outcome() == Outcome.REMOVED) {
        removals.incrementAndGet();
      }
    }
  }

  private void check(Stowage stowage, @Nullable String target) throws IOException {
    List<CachedImage> cached = stowage.caches().list(target);
    assertEquals(
        imports.get(),
        removals.get() + cached.size(),
        () -> imports + " imports, " + removals + " removals, cached: " + cached);
    List<String> bases = cached.stream().map(image -> image.base().toString()).toList();
    for (InstanceView instance : stowage.instances(target)) {
      String parent = String.valueOf(instance.instance().parent());
      assertTrue(bases.contains(parent), () -> instance + " stands on " + parent);
    }
  }

  private TargetConfig.Datastore datastore(String name, String type) throws IOException {
    return new TargetConfig.Datastore(
        name, type, Files.createDirectories(folder.resolve(name)), null, false);
  }
}
