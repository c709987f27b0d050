package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.TopLevelFolder;
import org.stowage.testkit.TestTransfer;

/** What processes leave that die in the middle: nothing that anybody finds, and that is swept. */
class KilledOperationTest {

  private static final byte[] CONTENT = content();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "plain, upload, raw",
    "plain, importFlat, raw",
    "plain, importSparse, sparse",
    "plain, importStream, streamOptimized",
    "plain, copy, raw",
    "plain, instance, raw",
    "objects, upload, raw",
    "objects, importStream, streamOptimized",
    "objects, copy, raw",
    "objects, instance, raw"
  })
  void leavesNothingThatIsNotSwept(String type, String operation, String format)
      throws IOException, InterruptedException {
    LocalTarget target = TestTarget.in(folder, type);
    DatastorePath top = DatastorePath.root(type).resolve("top");
    TopLevelFolder.make(target.ports(type), top);
    importDisk(target, top.resolve("old.vmdk"));
    List<String> before = names(target, top);
    Path image = TestImages.write(folder, format, CONTENT);

    List<String> output = new ArrayList<>();
    try (ChildJvm child =
        ChildJvm.start(
            KilledOperation.class, folder.toString(), type, operation, image.toString(), format)) {
      assertEquals(KilledOperation.DEAD, child.await(output::add), output::toString);
    }

    assertEquals(before, names(target, top));
    assertEquals(List.of(), target.instances().list());
    Staging.sweep(target, type);
    assertEquals(List.of(), filesLeft(folder.resolve(type)));
    assertArrayEquals(
        CONTENT, TestImages.content(folder.resolve(type).resolve("top/old.vmdk"), folder));
  }

  @Test
  void replacesDataThatACrashLeftWithoutADescriptor() throws IOException {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    Path orphan = folder.resolve("plain/disk-flat.vmdk");
    Files.write(orphan, new byte[17]);
    DatastorePath disk = DatastorePath.root("plain").resolve("disk.vmdk");

    importDisk(target, disk);
    assertArrayEquals(CONTENT, TestImages.content(folder.resolve("plain/disk.vmdk"), folder));

    Files.write(folder.resolve("plain/moved-flat.vmdk"), new byte[17]);
    target.ports("plain").disks().move(disk, disk.sibling("moved.vmdk"));
    assertArrayEquals(CONTENT, TestImages.content(folder.resolve("plain/moved.vmdk"), folder));
    assertFalse(Files.exists(orphan));

    Files.write(orphan, new byte[17]);
    target.ports("plain").disks().delete(disk);
    assertFalse(Files.exists(orphan));
  }

  private void importDisk(LocalTarget target, DatastorePath disk) throws IOException {
    try (DiskImage image = TestImages.make(folder, "streamOptimized", CONTENT)) {
      target
          .ports(disk.datastore())
          .imports()
          .importStream(image, new BaseDisk(disk, AdapterType.IDE), new TestTransfer(2));
    }
  }

  private static List<String> names(LocalTarget target, DatastorePath top) throws IOException {
    return target.ports(top.datastore()).files().list(top).stream()
        .map(entry -> entry.name())
        .toList();
  }

  /** What is neither the old disk nor empty scaffolding. */
  private static List<String> filesLeft(Path datastore) throws IOException {
    try (Stream<Path> files = Files.walk(datastore)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> datastore.relativize(file).toString())
          .filter(file -> !file.startsWith("top/old") && !file.equals(".stowage/claims"))
          .toList();
    }
  }

  private static byte[] content() {
    byte[] content = new byte[4 << 20];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 253 + 1);
    }
    return content;
  }
}
