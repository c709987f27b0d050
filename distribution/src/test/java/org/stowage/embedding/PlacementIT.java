package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.cache.CachedImage;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.PlacementMode;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.Decision;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.image.ConvertRequest;
import org.stowage.runtime.placement.Way;

/** One image on many folders. */
class PlacementIT {

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final long MIB = 1 << 20;

  /** No whole number of MiB, which VVOL wants. */
  private static final int IMAGE_BYTES = (int) (3 * MIB) + 512;

  @TempDir Path folder;
  private Path raw;

  @BeforeEach
  void makeAnImage() throws IOException {
    byte[] content = new byte[IMAGE_BYTES];
    new Random(7).nextBytes(content);
    raw = Files.write(folder.resolve("disk.raw"), content);
  }

  @ParameterizedTest
  @CsvSource({
    "NFS, NFS41, LINKED",
    "VMFS, NFS, LINKED",
    "NFS, vsan, COPIED",
    "vsan, VMFS, COPIED",
    "NFS, VVOL, COPIED",
    "VVOL, vsan, COPIED"
  })
  void theSecondInstanceReadsNothingWhereverItGoes(String first, String second, Way way)
      throws IOException {
    try (Stowage stowage = stowage(datastore("a", first), datastore("b", second))) {
      deploy(stowage, on("one", "a"));

      Deployment two = deploy(stowage, on("two", "b"));

      assertEquals(way, two.choice().way());
      assertEquals("a", two.choice().source());
      assertEquals("b", two.instance().instance().datastore());
      assertTrue(two.cacheHit());
      assertEquals(0, two.bytesTransferred());
      assertHasTheImage(stowage, two);
      assertEquals(
          way == Way.LINKED ? List.of("a") : List.of("a", "b"),
          stowage.caches().list(null).stream().map(CachedImage::datastore).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"NFS, NFS", "NFS, vsan", "NFS, VVOL", "VVOL, NFS"})
  void fullClonesAreCopiedFromWhereverTheImageIs(String first, String second) throws IOException {
    try (Stowage stowage = stowage(datastore("a", first), datastore("b", second))) {
      deploy(stowage, on("one", "a"));

      Deployment two = deploy(stowage, declaring("two", "b", "vmware_linked_clone", "false"));

      assertEquals(Way.COPIED, two.choice().way());
      assertEquals(0, two.bytesTransferred());
      assertEquals(null, two.instance().parentPath());
      assertHasTheImage(stowage, two);
    }
  }

  @Test
  void anInstanceStandsOnAFullDatastoresImage() throws IOException {
    try (Stowage stowage = stowage(datastore("a", "NFS", 5 * MIB), datastore("b", "NFS"))) {
      deploy(stowage, on("one", "a"));
      fill("a", 5 * MIB);

      Deployment two = deploy(stowage, DeployRequest.of(raw.toString(), "two"));

      assertEquals("b", two.instance().instance().datastore());
      assertEquals(
          folder.resolve("a").toRealPath().toString(),
          String.valueOf(two.instance().parentPath()).replaceFirst("/_vmware_base/.*", ""));
      assertEquals(0, two.bytesTransferred());
      assertHasTheImage(stowage, two);
    }
  }

  @Test
  void pinnedInstancesGoNowhereElse() throws IOException {
    try (Stowage stowage = stowage(datastore("a", "NFS", 5 * MIB), datastore("b", "NFS"))) {
      deploy(stowage, on("one", "a"));
      fill("a", 5 * MIB);

      StorageException refused =
          assertThrows(
              StorageException.class,
              () -> deploy(stowage, request("two", null, PlacementMode.PINNED, Map.of())));

      assertEquals(CommonError.NO_PLACEMENT, refused.code());
      assertTrue(refused.getMessage().contains("b: placement is pinned"), refused.getMessage());
      assertEquals(1, stowage.instances(null).size());
    }
  }

  @Test
  void aDatastoreThatFillsUpBetweenPlanAndApplyIsToldAndNothingIsLeft() throws IOException {
    try (Stowage stowage = stowage(datastore("a", "NFS", 20 * MIB), datastore("b", "NFS"))) {
      Decision decision = stowage.plan(on("web", "a")).decision().orElseThrow();
      fill("a", 20 * MIB);

      StorageException refused =
          assertThrows(
              StorageException.class, () -> stowage.apply(decision, Operation.unwatched("web")));

      assertEquals(CommonError.NO_PLACEMENT, refused.code());
      assertTrue(refused.getMessage().contains("a: it needs"), refused.getMessage());
      assertEquals(List.of(), stowage.instances(null));
      assertEquals(List.of(), stowage.caches().list(null));
      assertEquals(List.of("filler"), files("a"));
    }
  }

  @Test
  void anImageThatWasRemovedFromTheCacheIsImportedAgain() throws IOException {
    try (Stowage stowage = stowage(datastore("a", "NFS"), datastore("b", "NFS"))) {
      deploy(stowage, on("one", "a"));
      stowage.destroy(stowage.instance(null, "one"));
      Decision decision = stowage.plan(on("web", "b")).decision().orElseThrow();
      removeBase("a");

      Deployment web = stowage.apply(decision, Operation.unwatched("web"));

      assertEquals(Way.IMPORTED, web.choice().way());
      assertFalse(web.cacheHit());
      assertHasTheImage(stowage, web);
    }
  }

  private void removeBase(String datastore) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(datastore).resolve("_vmware_base"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private DeployRequest on(String name, String datastore) {
    return request(name, datastore, null, Map.of());
  }

  private DeployRequest declaring(String name, String datastore, String key, String value) {
    return request(name, datastore, null, Map.of(key, value));
  }

  private DeployRequest request(
      String name,
      @Nullable String datastore,
      @Nullable PlacementMode placement,
      Map<String, String> properties) {
    return new DeployRequest(
        raw.toString(),
        name,
        null,
        datastore,
        placement,
        null,
        null,
        null,
        false,
        1,
        1024,
        null,
        false,
        new ImageProperties(properties));
  }

  private static Deployment deploy(Stowage stowage, DeployRequest request) throws IOException {
    return stowage.deploy(request, Operation.unwatched("deploying " + request.name()));
  }

  /** The image's content is at the beginning of the disk, and nothing but zeros behind it. */
  private void assertHasTheImage(Stowage stowage, Deployment deployment) throws IOException {
    Path flat = Files.createTempDirectory(folder, "content").resolve("disk.raw");
    String disk = deployment.instance().diskPath();
    stowage.convert(
        new ConvertRequest(disk, flat, "raw", 1, 512, null, ImageProperties.NONE),
        Operation.unwatched("reading " + disk));
    byte[] content = Files.readAllBytes(flat);
    byte[] expected = java.util.Arrays.copyOf(Files.readAllBytes(raw), content.length);
    assertTrue(content.length >= IMAGE_BYTES);
    assertEquals(-1, java.util.Arrays.mismatch(expected, content));
  }

  private Stowage stowage(TargetConfig.Datastore... datastores) throws IOException {
    TargetConfig.Local target =
        new TargetConfig.Local(
            "lab",
            new TargetConfig.Rules(true, null, true, PlacementMode.BALANCED),
            List.of(datastores));
    return Stowage.builder()
        .config(new Config(folder, folder.resolve("stowage.toml"), "lab", List.of(target)))
        .plugins(PLUGINS)
        .build();
  }

  private TargetConfig.Datastore datastore(String name, String type) throws IOException {
    return datastore(name, type, null);
  }

  private TargetConfig.Datastore datastore(String name, String type, @Nullable Long capacityBytes)
      throws IOException {
    return new TargetConfig.Datastore(
        name, type, Files.createDirectories(folder.resolve(name)), capacityBytes, false);
  }

  /** Leaves no room on a datastore, whatever is there. */
  private void fill(String datastore, long capacityBytes) throws IOException {
    Files.write(folder.resolve(datastore).resolve("filler"), new byte[(int) capacityBytes]);
  }

  /** The files on a datastore, except the marks of claims. */
  private List<String> files(String datastore) throws IOException {
    Path root = folder.resolve(datastore);
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.startsWith(".stowage"))
          .toList();
    }
  }
}
