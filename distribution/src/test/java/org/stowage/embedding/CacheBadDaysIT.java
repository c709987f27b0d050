package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.cache.CheckedImage;
import org.stowage.runtime.cache.PrunedImage;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.snapshot.SnapshotRequest;

/** What somebody does to the cache behind our back, and what died in the middle. */
class CacheBadDaysIT {

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final Path HELLO =
      Path.of(System.getProperty("stowage.examples.folder"), "hello.ova");

  @TempDir Path folder;
  private Stowage stowage;
  private Path cache;
  private Path base;

  @BeforeEach
  void deployOne() throws IOException {
    Path datastore = Files.createDirectories(folder.resolve("a"));
    TargetConfig.Local target =
        new TargetConfig.Local(
            "lab",
            TargetConfig.Rules.USUAL,
            List.of(new TargetConfig.Datastore("a", "NFS", datastore, null, false)));
    stowage =
        Stowage.builder()
            .config(new Config(folder, folder.resolve("stowage.toml"), "lab", List.of(target)))
            .plugins(PLUGINS)
            .build();
    base = Path.of(Objects.requireNonNull(deploy("one").instance().parentPath()));
    cache = Objects.requireNonNull(base.getParent());
  }

  @AfterEach
  void end() throws IOException {
    stowage.close();
  }

  @Test
  void anEntryThatSomebodyRemovedIsImportedAgainAndItsChildrenLive() throws IOException {
    removeEntry();

    Deployment two = deploy("two");

    assertFalse(two.cacheHit());
    assertEquals(CheckedImage.Outcome.INTACT, verify().outcome());
    stowage.verify(
        stowage.instance(null, "one").diskPath(),
        ImageProperties.NONE,
        Operation.unwatched("reading it"));
  }

  @Test
  void whatAnImportLeftThatDiedWhileItMovedIsReplaced() throws IOException {
    Path data = cache.resolve(base.getFileName().toString().replace(".vmdk", "-flat.vmdk"));
    Files.delete(base);
    Files.write(data, new byte[512]);
    Files.delete(cache.resolve("content"));

    Deployment two = deploy("two");

    assertFalse(two.cacheHit());
    assertEquals(CheckedImage.Outcome.INTACT, verify().outcome());
  }

  @Test
  void aBaseWhoseDataAreGoneIsToldAndNothingIsMade() throws IOException {
    Path data = cache.resolve(base.getFileName().toString().replace(".vmdk", "-flat.vmdk"));
    Files.delete(data);

    StorageException failure = assertThrows(StorageException.class, () -> deploy("two"));

    assertEquals(CommonError.NOT_FOUND, failure.code());
    assertTrue(failure.getMessage().contains(data.getFileName().toString()), failure::getMessage);
    assertFalse(Files.exists(folder.resolve("a/two")));
    assertEquals(CommonError.NOT_FOUND, failure(verify().failure()).code());
    removeEntry();
    assertFalse(deploy("two").cacheHit());
  }

  @Test
  void aDiskWhoseParentVanishedIsToldAndCanBeDestroyed() throws IOException {
    removeEntry();

    assertEquals(
        CommonError.NOT_FOUND,
        assertThrows(
                StorageException.class,
                () ->
                    stowage.snapshot(
                        new SnapshotRequest("one", null, folder.resolve("one.vmdk").toString(), 1),
                        Operation.unwatched("snapshot")))
            .code());
    assertFalse(Files.exists(folder.resolve("one.vmdk")));
    assertEquals(List.of(), prune());
    stowage.destroy(stowage.instance(null, "one"));
    assertEquals(List.of(), stowage.instances(null));
  }

  @Test
  void aRecordThatSomebodyRemovedIsMissed() throws IOException {
    Files.delete(cache.resolve("content"));

    assertEquals(CheckedImage.Outcome.UNRECORDED, verify().outcome());
    assertEquals(0, deploy("two").bytesTransferred());
  }

  private static StorageException failure(@Nullable StorageException failure) {
    return Objects.requireNonNull(failure);
  }

  private List<PrunedImage> prune() throws IOException {
    return stowage.caches().prune(null, Duration.ZERO, false, Operation.unwatched("prune"));
  }

  private CheckedImage verify() throws IOException {
    return stowage.caches().verify(null, List.of(), Operation.unwatched("verify")).get(0);
  }

  private Deployment deploy(String name) throws IOException {
    return stowage.deploy(DeployRequest.of(HELLO.toString(), name), Operation.unwatched(name));
  }

  private void removeEntry() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
