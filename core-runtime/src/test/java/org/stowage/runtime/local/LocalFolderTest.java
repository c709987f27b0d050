package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastoreFiles.Entry;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.testkit.TestTransfer;

/** Where a datastore's folder ends: at symbolic links, and at what is Stowage's own. */
class LocalFolderTest {

  @TempDir Path folder;
  private DatastorePorts ports;
  private DatastoreFiles files;
  private Path datastore;
  private Path outside;

  @BeforeEach
  void layOut() throws IOException {
    ports = TestTarget.in(folder, TestTarget.PLAIN).ports(TestTarget.PLAIN);
    files = ports.files();
    datastore = folder.resolve(TestTarget.PLAIN);
    outside = Files.createDirectories(folder.resolve("outside"));
    Files.write(outside.resolve("secret"), new byte[3]);
  }

  @Test
  void followsNoFolderLinkOut() throws IOException {
    Files.createSymbolicLink(datastore.resolve("way"), outside);

    assertRefused(() -> files.list(path("way")));
    assertRefused(() -> files.find(path("way/secret")));
    assertRefused(() -> files.download(path("way/secret")));
    assertRefused(() -> files.delete(path("way/secret")));
    assertRefused(() -> files.makeDirectory(path("way/new")));
    assertRefused(() -> files.move(path("way/secret"), path("mine")));
    assertRefused(() -> upload(path("way/new")));
    assertRefused(() -> ports.disks().create(path("way/a.vmdk"), 512, AdapterType.IDE));
    assertEquals(List.of("secret"), List.of(outside.toFile().list()));
  }

  @Test
  void followsNoFileLinkOut() throws IOException {
    Files.createSymbolicLink(datastore.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(datastore.resolve("dangling"), outside.resolve("none"));

    assertRefused(() -> files.download(path("file")));
    assertRefused(() -> files.find(path("file")));
    assertRefused(() -> files.find(path("dangling")));
    assertEquals(List.of(), files.list(path("")));
    assertEquals(
        CommonError.ALREADY_EXISTS,
        assertThrows(StorageException.class, () -> upload(path("dangling"))).code());
    assertFalse(Files.exists(outside.resolve("none")));
  }

  @Test
  void followsLinksWithinTheFolder() throws IOException {
    files.makeDirectory(path("a"));
    upload(path("a/file"));
    Files.createSymbolicLink(datastore.resolve("b"), datastore.resolve("a"));

    assertEquals(List.of(new Entry("file", false, 1)), files.list(path("b")));
    assertEquals(Optional.of(new Entry("b", true, 0)), files.find(path("b")));
  }

  @Test
  void deletesLinksAndNotWhatTheyLeadTo() throws IOException {
    Files.createSymbolicLink(datastore.resolve("file"), outside.resolve("secret"));
    files.makeDirectory(path("a"));
    Files.createSymbolicLink(datastore.resolve("a/way"), outside);

    files.delete(path("file"));
    files.delete(path("a"));

    assertFalse(Files.exists(datastore.resolve("file"), LinkOption.NOFOLLOW_LINKS));
    assertTrue(Files.exists(outside.resolve("secret")));
  }

  @Test
  void mayItselfBeReachedThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), datastore);
    DatastoreFiles linked =
        TestTarget.of(TestTarget.datastore("nfs", TestTarget.PLAIN, link)).ports("nfs").files();

    linked.makeDirectory(DatastorePath.root("nfs").resolve("a"));

    assertEquals(List.of(new Entry("a", true, 0)), files.list(path("")));
  }

  @Test
  void keepsItsOwnFolderToItself() throws IOException {
    upload(path("file"));
    assertTrue(Files.isDirectory(datastore.resolve(".stowage")));

    assertEquals(List.of(new Entry("file", false, 1)), files.list(path("")));
    assertRefused(() -> files.list(path(".stowage")));
    assertRefused(() -> files.delete(path(".stowage/claims")));
    assertRefused(() -> files.move(path(".stowage"), path("mine")));
    assertRefused(() -> upload(path(".stowage/file")));
  }

  @Test
  void answersForItsOwnPathsAlone() {
    DatastorePath elsewhere = DatastorePath.root("other").resolve("a");

    assertEquals(
        CommonError.NOT_FOUND,
        assertThrows(StorageException.class, () -> files.find(elsewhere)).code());
  }

  @Test
  void deletesNoDataOfOtherDisksThatADescriptorNames() throws IOException {
    ports.disks().create(path("good.vmdk"), 512, AdapterType.IDE);
    ports.disks().create(path("evil.vmdk"), 512, AdapterType.IDE);
    String text = Files.readString(datastore.resolve("evil.vmdk"));
    Files.writeString(datastore.resolve("evil.vmdk"), text.replace("evil-flat", "good-flat"));

    ports.disks().delete(path("evil.vmdk"));

    assertTrue(Files.exists(datastore.resolve("good-flat.vmdk")));
    assertTrue(ports.disks().find(path("good.vmdk")).isPresent());
  }

  private void upload(DatastorePath file) throws IOException {
    files.upload(file, new ByteArrayInputStream(new byte[1]), 1, new TestTransfer(1));
  }

  private static DatastorePath path(String path) {
    return new DatastorePath(TestTarget.PLAIN, path);
  }

  private static void assertRefused(Executable operation) {
    assertEquals(CommonError.NOT_ALLOWED, assertThrows(StorageException.class, operation).code());
  }
}
