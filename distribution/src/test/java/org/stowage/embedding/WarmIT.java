package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.cache.CachedImage;
import org.stowage.runtime.cache.CheckedImage.Outcome;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.Warmed;
import org.stowage.testkit.lab.LabVcenter;

/** Datastores that get an image beforehand, all of them from one reading. */
class WarmIT {

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final int MIB = 1 << 20;

  /** No whole number of MiB, which VVOL wants. */
  private static final int IMAGE_BYTES = 3 * MIB + 1024;

  @TempDir Path folder;
  private Path raw;

  @BeforeEach
  void makeAnImage() throws IOException {
    byte[] content = new byte[IMAGE_BYTES];
    new Random(7).nextBytes(content);
    raw = Files.write(folder.resolve("disk.raw"), content);
  }

  @Test
  void allKindsOfFoldersFromOneReading() throws IOException {
    try (Stowage stowage =
        stowage(on("a", "NFS"), on("b", "vsan"), on("c", "VVOL"), on("d", "VMFS"))) {
      Warmed warmed = warm(stowage, null, "a", "b", "c", "d");

      assertEquals(List.of("imported", "imported", "imported", "imported"), outcomes(warmed));
      assertEquals(IMAGE_BYTES, warmed.bytesTransferred());
      assertCached(stowage, null, "a", "b", "c", "d");
      Deployment deployed = deploy(stowage, null, "c");
      assertEquals(0, deployed.bytesTransferred());
    }
  }

  @Test
  void copiesWhatSomeDatastoreHas() throws IOException {
    try (Stowage stowage = stowage(on("a", "NFS"), on("b", "NFS"), on("c", "vsan"))) {
      deploy(stowage, null, "a");

      Warmed warmed = warm(stowage, null, "a", "b", "c");

      assertEquals(List.of("present", "copied", "copied"), outcomes(warmed));
      assertEquals(0, warmed.bytesTransferred());
      assertCached(stowage, null, "a", "b", "c");
    }
  }

  @Test
  void losesNoneForOneThatIsFull() throws IOException {
    try (Stowage stowage = stowage(on("a", "NFS"), on("b", "NFS", (long) MIB), on("c", "NFS"))) {
      Warmed warmed = warm(stowage, null, "a", "b", "c");

      assertEquals(List.of("imported", "failed", "imported"), outcomes(warmed));
      assertEquals(
          CommonError.DATASTORE_FULL,
          Objects.requireNonNull(warmed.datastores().get(1).failure()).code());
      assertEquals(IMAGE_BYTES, warmed.bytesTransferred());
      assertCached(stowage, null, "a", "c");
    }
  }

  @Test
  void leavesNothingOfAnImageThatIsAnother() throws IOException {
    ImageProperties promised =
        new ImageProperties(Map.of("os_hash_algo", "sha256", "os_hash_value", "0".repeat(64)));
    try (Stowage stowage = stowage(on("a", "NFS"), on("b", "vsan"))) {
      Warmed warmed =
          stowage
              .caches()
              .warm(
                  DeployRequest.ofImage(raw.toString(), null, null, promised),
                  List.of("a", "b"),
                  Operation.unwatched("warm"));

      assertEquals(List.of("failed", "failed"), outcomes(warmed));
      for (Warmed.On on : warmed.datastores()) {
        assertEquals(CommonError.INTEGRITY, Objects.requireNonNull(on.failure()).code());
      }
      assertEquals(List.of(), stowage.caches().list(null));
    }
  }

  @Test
  void readsNothingForADatastoreThatThereIsNot() throws IOException {
    try (Stowage stowage = stowage(on("a", "NFS"))) {
      assertEquals(
          CommonError.NOT_FOUND,
          assertThrows(StorageException.class, () -> warm(stowage, null, "a", "z")).code());
      assertEquals(List.of(), stowage.caches().list(null));
    }
  }

  @Test
  void aVcenterCopiesWhatItGotOnce() throws Exception {
    try (LabVcenter lab = LabVcenter.start();
        RuntimeOnLab runtime = new RuntimeOnLab(lab, folder, "insecure = true")) {
      String target = RuntimeOnLab.TARGET;

      Warmed warmed = warm(runtime.stowage(), target, "nfs-1", "vmfs-1", "vsan-1", "vvol-1");

      assertEquals(
          1, outcomes(warmed).stream().filter("imported"::equals).count(), warmed::toString);
      assertEquals(3, outcomes(warmed).stream().filter("copied"::equals).count(), warmed::toString);
      assertEquals(IMAGE_BYTES, warmed.bytesTransferred());
      assertCached(runtime.stowage(), target, "nfs-1", "vmfs-1", "vsan-1", "vvol-1");
    }
  }

  private Warmed warm(Stowage stowage, @Nullable String target, String... datastores)
      throws IOException {
    return stowage
        .caches()
        .warm(
            DeployRequest.ofImage(raw.toString(), target, null, ImageProperties.NONE),
            List.of(datastores),
            Operation.unwatched("warm"));
  }

  private Deployment deploy(Stowage stowage, @Nullable String target, String datastore)
      throws IOException {
    DeployRequest request =
        DeployRequest.of(raw.toString(), "on-" + datastore).onDatastore(datastore);
    return stowage.deploy(
        target == null ? request : request.onTarget(target), Operation.unwatched("deploy"));
  }

  private static List<String> outcomes(Warmed warmed) {
    return warmed.datastores().stream()
        .map(on -> on.outcome().name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static void assertCached(Stowage stowage, @Nullable String target, String... datastores)
      throws IOException {
    assertEquals(
        List.of(datastores),
        stowage.caches().list(target).stream().map(CachedImage::datastore).sorted().toList());
    var verified = stowage.caches().verify(target, List.of(), Operation.unwatched("verify"));
    assertTrue(
        verified.stream().allMatch(one -> one.outcome() == Outcome.INTACT), verified::toString);
  }

  private Stowage stowage(TargetConfig.Datastore... datastores) throws IOException {
    TargetConfig.Local target =
        new TargetConfig.Local("lab", TargetConfig.Rules.USUAL, List.of(datastores));
    return Stowage.builder()
        .config(new Config(folder, folder.resolve("stowage.toml"), "lab", List.of(target)))
        .plugins(PLUGINS)
        .build();
  }

  private TargetConfig.Datastore on(String name, String type) throws IOException {
    return on(name, type, null);
  }

  private TargetConfig.Datastore on(String name, String type, @Nullable Long capacityBytes)
      throws IOException {
    return new TargetConfig.Datastore(
        name, type, Files.createDirectories(folder.resolve(name)), capacityBytes, false);
  }
}
