package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
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

/** The runtime inside a host application, with the plugins that are shipped. */
class EmbeddedStowageIT {

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final Path HELLO = Path.of("../examples/hello.ova").toAbsolutePath().normalize();
  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  private Path raw;

  @BeforeEach
  void makeAnImage() throws IOException {
    raw = image("disk.raw", 3 * MIB + 512);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VMFS", "NFS", "NFS41", "vsan", "VVOL"})
  void deploysAnOvaOnEveryTypeOfDatastore(String type) throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", type))) {
      Deployment hello = deploy(stowage, HELLO, "hello");

      assertFalse(hello.cacheHit());
      assertEquals(16 * MIB, hello.instance().instance().capacityBytes());
      assertEquals(AdapterType.LSILOGIC, hello.instance().instance().adapterType());
      assertEquals(content(stowage, HELLO), content(stowage, disk(hello)));
    }
  }

  @ParameterizedTest
  @CsvSource({"VMFS, 3146240", "NFS, 3146240", "vsan, 3146240", "VVOL, 4194304"})
  void convertsARawImageToWhatTheTypeDemands(String type, long capacityBytes) throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", type))) {
      Deployment web = deploy(stowage, raw, "web");

      assertEquals(capacityBytes, web.instance().instance().capacityBytes());
      byte[] expected = new byte[(int) capacityBytes];
      byte[] image = Files.readAllBytes(raw);
      System.arraycopy(image, 0, expected, 0, image.length);
      assertEquals(sum(expected), content(stowage, disk(web)));
    }
  }

  @Test
  void withoutConversionVsanTakesStreamOptimizedOnly() throws IOException {
    try (Stowage stowage = stowage(false, datastore("ds", "vsan"))) {
      StorageException refused =
          assertThrows(StorageException.class, () -> deploy(stowage, raw, "web"));

      assertEquals(CommonError.NO_PLACEMENT, refused.code());
      assertTrue(refused.getMessage().contains("streamOptimized"), refused.getMessage());
      assertTrue(refused.remedy().contains("stowage image convert"), refused.remedy());
      deploy(stowage, HELLO, "hello");
    }
  }

  @Test
  void withoutConversionVvolTakesMultiplesOfOneMebibyteOnly() throws IOException {
    try (Stowage stowage = stowage(false, datastore("ds", "VVOL"))) {
      StorageException refused =
          assertThrows(StorageException.class, () -> deploy(stowage, raw, "web"));

      assertEquals(CommonError.NO_PLACEMENT, refused.code());
      assertTrue(refused.getMessage().contains("1 MiB"), refused.getMessage());
      assertTrue(refused.remedy().contains("--align"), refused.remedy());
      deploy(stowage, HELLO, "hello");
    }
  }

  @Test
  void hidesDataFilesOnVsan() throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", "vsan"))) {
      deploy(stowage, raw, "web");

      assertEquals(List.of(), files(folder.resolve("ds"), "-flat.vmdk"));
    }
  }

  @Test
  void theSecondInstanceReadsNothingOfTheImage() throws IOException {
    try (Stowage stowage = stowage(true, datastore("a", "NFS"), datastore("b", "NFS"))) {
      Deployment first = deploy(stowage, raw, "first");
      Deployment second = deploy(stowage, raw, "second");

      assertEquals(List.of(false, true), List.of(first.cacheHit(), second.cacheHit()));
      assertTrue(first.bytesTransferred() >= Files.size(raw));
      assertEquals(0, second.bytesTransferred());
      assertEquals(first.instance().parentPath(), second.instance().parentPath());
      List<CachedImage> cached = stowage.caches().list(null);
      assertEquals(1, cached.size());
      assertEquals(List.of("first", "second"), cached.get(0).instances());
    }
  }

  @Test
  void tellsForEachDatastoreWhatWouldHelp() throws IOException {
    try (Stowage stowage = stowage(false, datastore("a", "vsan"), datastore("b", "VVOL"))) {
      StorageException refused =
          assertThrows(StorageException.class, () -> deploy(stowage, raw, "web"));

      assertEquals(
          "On a: Convert it: stowage image convert SRC DST.vmdk --format streamOptimized On b: Pad"
              + " it: stowage image convert SRC DST.vmdk --format streamOptimized --align 1MiB",
          refused.remedy());
    }
  }

  @Test
  void aLargerDiskStandsOnTheSameBase() throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", "NFS"))) {
      Deployment web = deploy(stowage, raw, "web");
      DeployRequest request = sized(DeployRequest.of(raw.toString(), "big"), 1024 * MIB);

      Deployment big = stowage.deploy(request, Operation.unwatched("big"));

      assertEquals(1024 * MIB, big.instance().instance().capacityBytes());
      assertEquals(web.instance().parentPath(), big.instance().parentPath());
      assertEquals(
          1024 * MIB, stowage.inspect(disk(big).toString(), ImageProperties.NONE).capacityBytes());
      assertEquals(List.of(), stowage.caches().list(null).get(0).sized());
    }
  }

  @Test
  void refusesImageLargerThanRootDisk() throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", "NFS"))) {
      DeployRequest request = sized(DeployRequest.of(raw.toString(), "web"), 2 * MIB);

      StorageException refused =
          assertThrows(
              StorageException.class, () -> stowage.deploy(request, Operation.unwatched("web")));

      assertEquals(CommonError.USAGE, refused.code());
      assertEquals(List.of(), files(folder.resolve("ds"), ""));
    }
  }

  @Test
  void manyThreadsThatDeployOneImageImportItOnce() throws Exception {
    try (Stowage stowage = stowage(true, datastore("a", "NFS"), datastore("b", "vsan"))) {
      ExecutorService pool = Executors.newFixedThreadPool(8);
      try {
        List<Callable<Deployment>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String name = "web-" + i;
          tasks.add(() -> deploy(stowage, raw, name));
        }
        int imports = 0;
        for (Future<Deployment> done : pool.invokeAll(tasks)) {
          imports += done.get().cacheHit() ? 0 : 1;
        }
        assertEquals(1, imports);
        assertEquals(8, stowage.instances(null).size());
      } finally {
        pool.shutdownNow();
      }
    }
  }

  @Test
  void destroyingLeavesTheImageCachedAndNothingElse() throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", "NFS"))) {
      deploy(stowage, raw, "web");

      stowage.destroy(stowage.instance(null, "web"));

      assertEquals(List.of(), stowage.instances(null));
      assertEquals(1, stowage.caches().list(null).size());
      assertFalse(Files.exists(folder.resolve("ds/web")));
      assertEquals(List.of(), files(folder.resolve("ds/vmware_temp"), ""));
    }
  }

  @Test
  void aDecisionIsCarriedOutLaterUnlessTheImageChanged() throws IOException {
    try (Stowage stowage = stowage(true, datastore("a", "NFS"), datastore("b", "NFS"))) {
      Decision decision =
          stowage.plan(DeployRequest.of(raw.toString(), "web")).decision().orElseThrow();

      assertEquals("a", decision.datastore());
      stowage.apply(decision, Operation.unwatched("web"));
      assertEquals("a", stowage.instance(null, "web").instance().datastore());
      stowage.destroy(stowage.instance(null, "web"));
      Files.writeString(raw, "x");
      StorageException refused =
          assertThrows(
              StorageException.class, () -> stowage.apply(decision, Operation.unwatched("web")));
      assertEquals(CommonError.NOT_ALLOWED, refused.code());
    }
  }

  @Test
  void planningChangesNothing() throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", "NFS"))) {
      stowage.plan(DeployRequest.of(raw.toString(), "web"));

      assertEquals(List.of(), files(folder.resolve("ds"), ""));
    }
  }

  @Test
  void theDeclaredAdapterOverridesTheDescriptor() throws IOException {
    try (Stowage stowage = stowage(true, datastore("ds", "NFS"))) {
      DeployRequest request =
          new DeployRequest(
              HELLO.toString(),
              "hello",
              null,
              null,
              null,
              null,
              null,
              null,
              false,
              1,
              1024,
              null,
              false,
              new ImageProperties(java.util.Map.of(ImageProperties.ADAPTER_TYPE, "paraVirtual")));

      Deployment hello = stowage.deploy(request, Operation.unwatched("hello"));

      assertEquals(AdapterType.PVSCSI, hello.instance().instance().adapterType());
    }
  }

  private static DeployRequest sized(DeployRequest request, long diskSizeBytes) {
    return new DeployRequest(
        request.image(),
        request.name(),
        null,
        null,
        null,
        null,
        diskSizeBytes,
        null,
        false,
        1,
        1024,
        null,
        false,
        ImageProperties.NONE);
  }

  private static Deployment deploy(Stowage stowage, Path image, String name) throws IOException {
    return stowage.deploy(
        DeployRequest.of(image.toString(), name), Operation.unwatched("deploying " + name));
  }

  private static Path disk(Deployment deployment) {
    return Path.of(deployment.instance().diskPath());
  }

  /** The checksum of a disk's content, whatever its format. */
  private String content(Stowage stowage, Path image) throws IOException {
    Path flat = Files.createTempDirectory(folder, "content").resolve("disk.raw");
    stowage.convert(
        new ConvertRequest(image.toString(), flat, "raw", 1, 512, null, ImageProperties.NONE),
        Operation.unwatched("reading " + image));
    return sum(Files.readAllBytes(flat));
  }

  private static String sum(byte[] bytes) {
    java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
    sum.update(bytes);
    return bytes.length + " bytes, " + Long.toHexString(sum.getValue());
  }

  private Path image(String name, long sizeBytes) throws IOException {
    Path image = folder.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(sizeBytes);
      for (long at = 0; at < sizeBytes; at += 200_000) {
        file.seek(at);
        file.write(("here is " + at).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return image;
  }

  private Stowage stowage(boolean convertImages, TargetConfig.Datastore... datastores)
      throws IOException {
    TargetConfig.Local target =
        new TargetConfig.Local(
            "lab",
            new TargetConfig.Rules(convertImages, null, true, PlacementMode.BALANCED),
            List.of(datastores));
    return Stowage.builder()
        .config(new Config(folder, folder.resolve("stowage.toml"), "lab", List.of(target)))
        .plugins(PLUGINS)
        .build();
  }

  private TargetConfig.Datastore datastore(String name, String type) throws IOException {
    return new TargetConfig.Datastore(
        name, type, Files.createDirectories(folder.resolve(name)), null, false);
  }

  /** The names of the files below a folder, except the marks of claims, that end in a suffix. */
  private static List<String> files(Path below, String suffix) throws IOException {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile)
          .map(file -> below.relativize(file).toString())
          .filter(name -> name.endsWith(suffix))
          .collect(Collectors.toList());
    }
  }
}
