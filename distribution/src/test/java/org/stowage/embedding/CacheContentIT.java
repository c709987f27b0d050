package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.cache.CheckedImage;
import org.stowage.runtime.cache.CheckedImage.Outcome;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.deploy.Warmed;
import org.stowage.runtime.image.ConvertRequest;
import org.stowage.testkit.lab.LabVcenter;

/** What an import records of an image is its content, whichever way it came. */
class CacheContentIT {

  private static final Path PLUGINS =
      Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
  private static final Path HELLO =
      Path.of(System.getProperty("stowage.examples.folder"), "hello.ova");
  private static final List<String> FORMATS = List.of("ova", "raw", "streamOptimized", "sparse");

  @TempDir Path folder;

  @Test
  void isTheSameOfEveryFormatOnEveryKindOfFolder() throws IOException {
    List<TargetConfig.Datastore> datastores =
        List.of(datastore("a", "NFS"), datastore("b", "vsan"), datastore("c", "VVOL"));
    try (Stowage stowage = onFolders(datastores)) {
      for (String format : FORMATS) {
        for (TargetConfig.Datastore datastore : datastores) {
          String name = format.toLowerCase(Locale.ROOT) + "-" + datastore.name();
          deploy(stowage, image(stowage, format, name), name, null, datastore.name());
        }
      }

      List<CheckedImage> verified =
          stowage.caches().verify(null, List.of(), Operation.unwatched("verify"));

      assertEquals(FORMATS.size() * datastores.size(), verified.size());
      assertEquals(Set.of(Outcome.INTACT), outcomes(verified));
      assertEquals(1, digests(verified).size(), verified::toString);
    }
  }

  @Test
  void isTheSameOfEveryRouteToAVcenter() throws Exception {
    try (LabVcenter lab = LabVcenter.start();
        RuntimeOnLab runtime = new RuntimeOnLab(lab, folder, "insecure = true")) {
      Stowage stowage = runtime.stowage();
      String target = RuntimeOnLab.TARGET;
      deploy(stowage, runtime.image("ova"), "stream", target, "nfs-1");
      deploy(stowage, runtime.image("ova"), "objects", target, "vsan-1");
      deploy(stowage, runtime.image("raw"), "flat", target, "vmfs-1");

      List<CheckedImage> verified =
          stowage.caches().verify(target, List.of(), Operation.unwatched("verify"));

      assertEquals(3, verified.size());
      assertEquals(Set.of(Outcome.INTACT), outcomes(verified), verified::toString);
      assertEquals(1, digests(verified).size(), verified::toString);
      assertEquals(3, stowage.instances(target).size());
    }
  }

  @Test
  void goesWithTheImageToOtherDatastores() throws IOException {
    try (Stowage stowage = onFolders(List.of(datastore("a", "NFS"), datastore("b", "vsan")))) {
      deploy(stowage, HELLO, "one", null, "a");
      deploy(stowage, HELLO, "two", null, "b");

      assertEquals(
          List.of(Outcome.INTACT, Outcome.INTACT),
          stowage.caches().verify(null, List.of(), Operation.unwatched("verify")).stream()
              .map(CheckedImage::outcome)
              .toList());
    }
  }

  @Test
  void tellsAByteThatChanged() throws IOException {
    try (Stowage stowage = onFolders(List.of(datastore("a", "NFS")))) {
      Deployment deployed = deploy(stowage, HELLO, "one", null, "a");
      String base = Objects.requireNonNull(deployed.instance().parentPath());
      Path data = Path.of(base.replaceFirst("\\.vmdk$", "-flat.vmdk"));
      try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
        file.seek(file.length() / 2);
        file.write(1);
      }

      CheckedImage found =
          stowage.caches().verify(null, List.of(), Operation.unwatched("verify")).get(0);

      assertEquals(Outcome.DIFFERS, found.outcome());
      assertEquals(CommonError.INTEGRITY, Objects.requireNonNull(found.failure()).code());
    }
  }

  @Test
  void oneDiskIsOneImageInAnOvaAndByItself() throws Exception {
    Path disk = Ovas.disk(HELLO, folder.resolve("elsewhere.vmdk"));
    String sha256 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(disk)));
    ImageProperties promised =
        new ImageProperties(
            Map.of(ImageProperties.HASH_ALGORITHM, "sha256", ImageProperties.HASH_VALUE, sha256));
    try (Stowage stowage = onFolders(List.of(datastore("a", "NFS")))) {
      Path copy = Files.copy(HELLO, folder.resolve("copy.ova"));
      deploy(stowage, HELLO, "one", null, "a");
      Deployment copied = deploy(stowage, copy, "two", null, "a");
      Warmed alone =
          stowage
              .caches()
              .warm(
                  DeployRequest.ofImage(disk.toString(), null, null, promised),
                  List.of("a"),
                  Operation.unwatched("warm"));

      assertEquals(0, copied.bytesTransferred());
      assertEquals(Warmed.Outcome.PRESENT, alone.datastores().get(0).outcome());
      assertEquals("sha256-" + sha256.substring(0, 40), alone.imageId());
      assertEquals(1, stowage.caches().list(null).size());
    }
  }

  private static Set<Outcome> outcomes(List<CheckedImage> checked) {
    return checked.stream().map(CheckedImage::outcome).collect(Collectors.toSet());
  }

  private static List<String> digests(List<CheckedImage> checked) {
    return new ArrayList<>(checked.stream().map(CheckedImage::digest).distinct().toList());
  }

  private static Deployment deploy(
      Stowage stowage, Path image, String name, @Nullable String target, String datastore)
      throws IOException {
    DeployRequest request = DeployRequest.of(image.toString(), name).onDatastore(datastore);
    return stowage.deploy(
        target == null ? request : request.onTarget(target), Operation.unwatched(name));
  }

  private Path image(Stowage stowage, String format, String name) throws IOException {
    if (format.equals("ova")) {
      return Ovas.withoutManifest(HELLO, folder.resolve(name + ".ova"));
    }
    Path image = folder.resolve(name + (format.equals("raw") ? ".raw" : ".vmdk"));
    stowage.convert(
        new ConvertRequest(HELLO.toString(), image, format, 1, 512, null, ImageProperties.NONE),
        Operation.unwatched("convert"));
    return image;
  }

  private Stowage onFolders(List<TargetConfig.Datastore> datastores) throws IOException {
    TargetConfig.Local target = new TargetConfig.Local("lab", TargetConfig.Rules.USUAL, datastores);
    return Stowage.builder()
        .config(new Config(folder, folder.resolve("stowage.toml"), "lab", List.of(target)))
        .plugins(PLUGINS)
        .build();
  }

  private TargetConfig.Datastore datastore(String name, String type) throws IOException {
    return new TargetConfig.Datastore(
        name, type, Files.createDirectories(folder.resolve(name)), null, false);
  }
}
