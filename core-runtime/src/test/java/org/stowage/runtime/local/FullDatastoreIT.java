package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.TopLevelFolder;
import org.stowage.testkit.TestTransfer;

/** Datastores on a file system of 8 MiB, and what does not fit on it. */
class FullDatastoreIT {

  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private SmallFileSystem fileSystem;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    fileSystem = SmallFileSystem.mount(Files.createDirectories(folder.resolve("small")), "8m");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    fileSystem.unmount();
  }

  @ParameterizedTest
  @CsvSource({"plain, raw", "plain, sparse", "plain, streamOptimized", "objects, streamOptimized"})
  void leavesNothingOfAnImportThatDoesNotFit(String type, String format) throws IOException {
    DatastorePorts ports = target(type).ports(type);
    DatastorePath top = top(ports, type);
    BaseDisk disk = new BaseDisk(top.resolve("disk.vmdk"), AdapterType.IDE);
    try (DiskImage image = TestImages.make(folder, format, noise(12 * MIB))) {
      StorageException full =
          assertThrows(
              StorageException.class,
              () -> {
                switch (format) {
                  case "raw" ->
                      ports.imports().importFlat(image, 12 * MIB, disk, new TestTransfer(2));
                  case "sparse" -> ports.imports().importSparse(image, disk, new TestTransfer(2));
                  default -> ports.imports().importStream(image, disk, new TestTransfer(2));
                }
              });
      assertEquals(CommonError.DATASTORE_FULL, full.code(), full::getMessage);
      assertTrue(full.getMessage().contains("needs up to 12 MiB"), full::getMessage);
      assertTrue(full.getMessage().contains(type + " had 8 MiB free"), full::getMessage);
    }
    assertNothingLeft(type);
  }

  @Test
  void leavesNothingOfAnUploadThatDoesNotFit() throws IOException {
    DatastorePorts ports = target("plain").ports("plain");
    DatastorePath file = top(ports, "plain").resolve("file");
    byte[] content = noise(9 * MIB);

    assertFull(
        () ->
            ports
                .files()
                .upload(
                    file, new ByteArrayInputStream(content), content.length, new TestTransfer(1)));
    assertNothingLeft("plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "objects"})
  void leavesTheOriginalOfACopyThatDoesNotFit(String type) throws IOException {
    LocalTarget target = target(type);
    DatastorePath disk = importDisk(target, type, 5 * MIB);

    assertFull(
        () ->
            target.ports(type).disks().copy(disk, disk.sibling("copy.vmdk"), new TestTransfer(2)));
    assertEquals(5 * MIB, target.ports(type).disks().find(disk).orElseThrow().capacityBytes());
    target.ports(type).disks().delete(disk);
    assertNothingLeft(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "objects"})
  void leavesNothingOfAnInstanceThatDoesNotFit(String type) throws IOException {
    LocalTarget target = target(type);
    DatastorePath base = importDisk(target, type, 5 * MIB);
    InstanceSpec spec =
        new InstanceSpec("web-1", type, "img", base, false, 5 * MIB, AdapterType.IDE, 1, 64, null);

    assertFull(() -> target.instances().create(spec, new TestTransfer(2)));
    assertEquals(List.of(), target.instances().list());
    target.ports(type).disks().delete(base);
    assertNothingLeft(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "objects"})
  void makesRoomWhenThereIsNone(String type) throws IOException {
    LocalTarget target = target(type);
    DatastorePath base = importDisk(target, type, 2 * MIB);
    InstanceSpec spec =
        new InstanceSpec("web-1", type, "img", base, true, 2 * MIB, AdapterType.IDE, 1, 64, null);
    Instance instance = target.instances().create(spec, new TestTransfer(2));
    fileSystem.fill();

    target.instances().destroy(instance);
    target.ports(type).disks().delete(base);
    assertEquals(List.of(), target.instances().list());
    assertNothingLeft(type);
  }

  private LocalTarget target(String type) throws IOException {
    return TestTarget.in(fileSystem.folder(), type);
  }

  private static DatastorePath top(DatastorePorts ports, String type) throws IOException {
    DatastorePath top = DatastorePath.root(type).resolve("top");
    TopLevelFolder.make(ports, top);
    return top;
  }

  private DatastorePath importDisk(LocalTarget target, String type, int bytes) throws IOException {
    DatastorePath disk = top(target.ports(type), type).resolve("base.vmdk");
    try (DiskImage image = TestImages.make(folder, "streamOptimized", noise(bytes))) {
      target
          .ports(type)
          .imports()
          .importStream(image, new BaseDisk(disk, AdapterType.IDE), new TestTransfer(2));
    }
    return disk;
  }

  private static void assertFull(Executable operation) {
    StorageException full = assertThrows(StorageException.class, operation);
    assertEquals(CommonError.DATASTORE_FULL, full.code(), full::getMessage);
  }

  private void assertNothingLeft(String type) throws IOException {
    try (Stream<Path> files = Files.walk(fileSystem.folder().resolve(type))) {
      List<Path> left =
          files
              .filter(file -> Files.isRegularFile(file) && !file.endsWith(".stowage/claims"))
              .toList();
      assertEquals(List.of(), left);
    }
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }
}
