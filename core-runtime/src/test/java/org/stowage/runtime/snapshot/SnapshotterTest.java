package org.stowage.runtime.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.config.SourceConfig;
import org.stowage.runtime.deploy.InstanceView;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.image.FileImageSource;
import org.stowage.runtime.image.FormatRegistry;
import org.stowage.runtime.image.RemoteImages;
import org.stowage.runtime.target.DiskUse;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Instances;
import org.stowage.runtime.target.Snapshots;
import org.stowage.runtime.target.Target;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.datastore.ImageFake;
import org.stowage.vmdk.VmdkReader;

class SnapshotterTest {

  private static final FormatRegistry NO_FORMATS = new FormatRegistry(List.of());
  private static final byte[] CONTENT = new byte[128 * 1024];

  static {
    new Random(4).nextBytes(CONTENT);
  }

  @TempDir Path folder;

  private static InstanceView view() {
    DatastorePath place = DatastorePath.root("ds").resolve("web-1");
    Instance instance =
        new Instance(
            "web-1",
            "an-id",
            "img",
            place.resolve("web-1.vmx"),
            place.resolve("web-1.vmdk"),
            CONTENT.length,
            AdapterType.PVSCSI,
            null,
            2,
            512);
    return new InstanceView("lab", instance, "web-1.vmx", "web-1.vmdk", null, false);
  }

  private Snapshot take(String fileName, Target target) throws IOException {
    SnapshotRequest request =
        new SnapshotRequest("web-1", "lab", folder.resolve(fileName).toString(), 6);
    return Snapshotter.of(request, NO_FORMATS, new RemoteImages(SourceConfig.USUAL))
        .of(target, view(), new TestTransfer(2));
  }

  @Test
  void writesTheBytesThatATargetExportsAsTheyAre() throws IOException {
    ImageFake exported = ImageFake.of("streamOptimized", CONTENT.length, CONTENT);

    Snapshot taken = take("web-1.vmdk", new Exporting(exported));

    assertArrayEquals(CONTENT, Files.readAllBytes(Path.of(taken.destination())));
    assertEquals(CONTENT.length, taken.storedBytes());
    assertTrue(exported.wasClosed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-1.vmdk", "WEB-1.VMDK"})
  void compressesWhatATargetGivesInAnyOtherForm(String fileName) throws IOException {
    ImageFake disk = ImageFake.of("sparse", CONTENT.length, CONTENT);

    Snapshot taken = take(fileName, new Exporting(disk));

    FileImageSource source =
        FileImageSource.of(
            Path.of(taken.destination()), List.of(), new LongAdder(), new TestTransfer(1));
    try (DiskImage image = VmdkReader.open(source);
        RecordingDiskSink sink = new RecordingDiskSink(CONTENT.length)) {
      image.copyTo(sink, new TestTransfer(1));
      assertEquals("streamOptimized", image.facts().format());
      assertArrayEquals(CONTENT, sink.content());
    }
    assertEquals("streamOptimized", taken.format());
    assertTrue(taken.knownContainer().isEmpty());
    assertTrue(disk.wasClosed());
  }

  @Test
  void leavesNeitherAFileNorAnOpenSnapshotWhenTheExportFails() throws IOException {
    ImageFake exported =
        ImageFake.of("streamOptimized", CONTENT.length, CONTENT)
            .damaged(new IOException("connection reset"));

    assertThrows(IOException.class, () -> take("web-1.vmdk", new Exporting(exported)));

    assertTrue(exported.wasClosed());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void takesNoSnapshotForAFileThatCannotBeMade() throws IOException {
    Files.write(folder.resolve("web-1.vmdk"), Arrays.copyOf(CONTENT, 10));
    ImageFake disk = ImageFake.of("sparse", CONTENT.length, CONTENT);

    StorageException refusal =
        assertThrows(StorageException.class, () -> take("web-1.vmdk", new Exporting(disk)));

    assertEquals(CommonError.ALREADY_EXISTS, refusal.code());
    assertFalse(disk.wasRead());
    assertFalse(disk.wasClosed(), "it was not opened either");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-1.raw", "web-1", ".vmdk.gz", "vmdk"})
  void namesBothKindsOfFilesWhenTheNameSaysNeither(String fileName) {
    StorageException refusal =
        assertThrows(StorageException.class, () -> take(fileName, new Exporting(null)));

    assertEquals(CommonError.USAGE, refusal.code());
    assertTrue(refusal.remedy().contains(".vmdk"), refusal.remedy());
    assertTrue(refusal.remedy().contains(".ova"), refusal.remedy());
  }

  @Test
  void saysWhichPluginMakesOvas() {
    StorageException refusal =
        assertThrows(StorageException.class, () -> take("web-1.ova", new Exporting(null)));

    assertEquals(CommonError.NOT_FOUND, refusal.code());
    assertTrue(refusal.remedy().startsWith("Install the plugin ova"), refusal.remedy());
  }

  @Test
  void saysWhenATargetGivesOutNoDisks() {
    StorageException refusal =
        assertThrows(StorageException.class, () -> take("web-1.vmdk", new Exporting(null)));

    assertEquals(CommonError.UNSUPPORTED, refusal.code());
    assertTrue(refusal.getMessage().contains("lab"), refusal.getMessage());
  }

  /**
   * A target that can do nothing but give out one disk.
   *
   * @param disk null when it cannot do that either
   */
  private record Exporting(@org.jspecify.annotations.Nullable DiskImage disk) implements Target {

    @Override
    public List<Finding> examine(DatastoreSurvey survey) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
      return "lab";
    }

    @Override
    public Optional<Snapshots> snapshots() {
      return Optional.ofNullable(disk).map(image -> (instance, transfer) -> image);
    }

    @Override
    public List<DatastoreInfo> datastores() {
      throw new AssertionError();
    }

    @Override
    public DatastorePorts ports(String datastore) {
      throw new AssertionError();
    }

    @Override
    public void write(DatastorePath file, String text) {
      throw new AssertionError();
    }

    @Override
    public DiskImage open(DatastorePath disk, Transfer transfer) {
      throw new AssertionError();
    }

    @Override
    public Optional<Instant> modified(DatastorePath path) {
      throw new AssertionError();
    }

    @Override
    public List<DiskUse> diskUses() {
      throw new AssertionError();
    }

    @Override
    public Instances instances() {
      throw new AssertionError();
    }

    @Override
    public Claim claim(DatastorePath path, Transfer transfer) {
      throw new AssertionError();
    }

    @Override
    public Optional<Claim> tryClaim(DatastorePath path) {
      throw new AssertionError();
    }

    @Override
    public String display(DatastorePath path) {
      throw new AssertionError();
    }

    @Override
    public void close() {}
  }
}
