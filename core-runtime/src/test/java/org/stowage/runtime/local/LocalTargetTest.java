package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.target.TargetContract;
import org.stowage.runtime.target.TargetUnderTest;
import org.stowage.testkit.TestTransfer;

class LocalTargetTest {

  @TempDir Path folder;

  @Nested
  class WithDataFiles extends TargetContract {
    @Override
    protected TargetUnderTest open() throws IOException {
      return new Local(folder, TestTarget.PLAIN, TestTarget.PLAIN_HIDDEN);
    }
  }

  @Nested
  class OfObjects extends TargetContract {
    @Override
    protected TargetUnderTest open() throws IOException {
      return new Local(folder, TestTarget.OBJECTS, TestTarget.WHOLE_MEBIBYTES);
    }
  }

  @Test
  void showsPathsAsRealPaths() throws IOException {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    DatastorePath disk = DatastorePath.root(TestTarget.PLAIN).resolve("a/a.vmdk");

    assertEquals(folder.resolve("plain/a/a.vmdk").toString(), target.display(disk));
    assertEquals("[none] a", target.display(DatastorePath.root("none").resolve("a")));
  }

  @Test
  void makesNoFolderForADatastore() throws IOException {
    Path missing = folder.resolve("not mounted");
    LocalTarget target = TestTarget.of(TestTarget.datastore("nfs", TestTarget.PLAIN, missing));

    DatastoreInfo info = target.datastores().get(0);

    assertEquals(new DatastoreInfo("nfs", TestTarget.PLAIN, 0, 0, false, false), info);
    assertFalse(Files.exists(missing));
    assertFails(CommonError.IO, () -> target.tryClaim(DatastorePath.root("nfs")));
    assertFails(CommonError.IO, () -> target.ports("nfs").files().list(DatastorePath.root("nfs")));
    assertEquals(List.of(), target.instances().list());
    assertFalse(Files.exists(missing));
  }

  @Test
  void listsDatastoresOfTypesThatNobodyServes() throws IOException {
    Files.createDirectories(folder.resolve("pmem"));
    LocalTarget target =
        TestTarget.of(TestTarget.datastore("pmem", "PMEM", folder.resolve("pmem")));

    assertEquals("PMEM", target.datastores().get(0).typeName());
    assertFails(CommonError.NOT_FOUND, () -> target.ports("pmem"));
    assertEquals(List.of(), target.instances().list());
  }

  @Test
  void tellsMaintenance() throws IOException {
    LocalTarget target =
        TestTarget.of(
            new LocalDatastore(
                "nfs",
                TestTarget.PLAIN,
                Files.createDirectories(folder.resolve("nfs")),
                OptionalLong.empty(),
                true));

    assertTrue(target.datastores().get(0).maintenance());
  }

  @Test
  void countsADeclaredCapacityByTheSizesOfFiles() throws IOException {
    LocalTarget target = declared(10_000);
    DatastoreFiles files = target.ports("nfs").files();
    DatastorePath root = DatastorePath.root("nfs");
    upload(target, root.resolve("a"), 4_000);

    assertEquals(10_000, target.datastores().get(0).capacityBytes());
    assertEquals(6_000, target.datastores().get(0).freeBytes());
    assertFails(CommonError.DATASTORE_FULL, () -> upload(target, root.resolve("b"), 6_001));
    upload(target, root.resolve("b"), 6_000);
    assertEquals(0, target.datastores().get(0).freeBytes());
    assertEquals(2, files.list(root).size());
  }

  @Test
  void countsADiskAsLargeAsItMayGrow() throws IOException {
    LocalTarget target = declared(10 << 20);
    DatastorePath disk = DatastorePath.root("nfs").resolve("a.vmdk");

    target.ports("nfs").disks().create(disk, 9 << 20, AdapterType.IDE);

    assertTrue(target.datastores().get(0).freeBytes() < 1 << 20);
    StorageException full =
        assertThrows(
            StorageException.class, () -> target.ports("nfs").disks().extend(disk, 11 << 20));
    assertEquals(CommonError.DATASTORE_FULL, full.code());
    assertTrue(full.getMessage().startsWith("cannot extend [nfs] a.vmdk: it needs up to 2 MiB"));
    assertEquals(9 << 20, target.ports("nfs").disks().find(disk).orElseThrow().capacityBytes());
  }

  @Test
  void neverTellsLessThanNothingFree() throws IOException {
    Path nfs = Files.createDirectories(folder.resolve("nfs"));
    Files.write(nfs.resolve("large"), new byte[20_000]);

    assertEquals(0, declared(10_000).datastores().get(0).freeBytes());
  }

  @Test
  void wantsNamesOfTheirOwnForDatastores() {
    LocalDatastore nfs = TestTarget.datastore("nfs", TestTarget.PLAIN, folder);

    assertThrows(IllegalArgumentException.class, () -> TestTarget.of(nfs, nfs));
  }

  private LocalTarget declared(long capacityBytes) throws IOException {
    return TestTarget.of(
        new LocalDatastore(
            "nfs",
            TestTarget.PLAIN,
            Files.createDirectories(folder.resolve("nfs")),
            OptionalLong.of(capacityBytes),
            false));
  }

  private static void upload(LocalTarget target, DatastorePath file, int bytes) throws IOException {
    target
        .ports(file.datastore())
        .files()
        .upload(file, new ByteArrayInputStream(new byte[bytes]), bytes, new TestTransfer(1));
  }

  private static void assertFails(ErrorCode expected, Executable operation) {
    assertEquals(expected, assertThrows(StorageException.class, operation).code());
  }

  private record Local(Path folder, String first, String second) implements TargetUnderTest {

    @Override
    public Target target() {
      return again();
    }

    @Override
    public Target again() {
      try {
        return TestTarget.in(folder, first, second);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean growsLinkedClones() {
      return true;
    }

    @Override
    public void occupy(String name) throws IOException {
      Files.createDirectory(folder.resolve(first).resolve(name));
    }

    @Override
    public byte[] read(DatastorePath disk) throws IOException {
      return TestImages.content(folder.resolve(disk.datastore()).resolve(disk.path()), folder);
    }
  }
}
