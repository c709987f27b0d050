package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.datastore.DatastoreFiles.Entry;
import org.stowage.api.datastore.DatastorePath;

/**
 * What every {@link org.stowage.api.datastore.DirectoryNamespaces} keeps, and what the files do.
 */
abstract class DirectoryNamespacesContract extends PortsContract {

  @Test
  void existOnlyWhereTheTypeHasThem() throws IOException {
    DatastorePath top = root().resolve("top");
    if (hasNamespaces()) {
      ports().namespaces().create(top);
      assertEquals(Optional.of(new Entry("top", true, 0)), ports().files().find(top));
      ports().namespaces().delete(top);
      assertEquals(Optional.empty(), ports().files().find(top));
    } else {
      assertFails(CommonError.NOT_ALLOWED, () -> ports().namespaces().create(top));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().namespaces().delete(top));
    }
    assertEquals(List.of(), names(root()));
  }

  @Test
  void leaveOneThatExists() throws IOException {
    DatastorePath top = top("top");
    ports().files().makeDirectory(top.resolve("below"));

    top("top");

    assertEquals(List.of("below/"), names(top));
  }

  @Test
  void areTopLevelFoldersAlone() throws IOException {
    DatastorePath below = top("top").resolve("below");

    assertFails(CommonError.NOT_ALLOWED, () -> ports().namespaces().create(below));
    assertFails(CommonError.NOT_ALLOWED, () -> ports().namespaces().delete(below));
    assertFails(CommonError.NOT_ALLOWED, () -> ports().namespaces().create(root()));
  }

  @Test
  void areDeletedWithAllTheyHold() throws IOException {
    DatastorePath top = top("top");
    upload(top.resolve("file.txt"), new byte[3]);

    if (hasNamespaces()) {
      ports().namespaces().delete(top);
      ports().namespaces().delete(top);
    } else {
      ports().files().delete(top);
    }

    assertEquals(List.of(), names(root()));
  }

  @Test
  void areNotMadeAsPlainFolders() throws IOException {
    DatastorePath top = root().resolve("top");
    if (hasNamespaces()) {
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().makeDirectory(top));
      assertFails(
          CommonError.NOT_ALLOWED, () -> ports().files().makeDirectory(top.resolve("below")));
      assertEquals(List.of(), names(root()));
    } else {
      ports().files().makeDirectory(top.resolve("below"));
      assertEquals(List.of("top/"), names(root()));
    }
  }

  @Test
  void areNeitherMovedNorDeletedAsPlainFolders() throws IOException {
    DatastorePath top = top("top");
    DatastorePath below = top.resolve("below");
    ports().files().makeDirectory(below);
    DatastorePath other = root().resolve("other");
    if (hasNamespaces()) {
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().move(top, other));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().move(below, other));
      assertFails(CommonError.NOT_ALLOWED, () -> ports().files().delete(top));
      assertEquals(List.of("below/"), names(top));
    } else {
      ports().files().move(below, other);
      ports().files().delete(top);
      assertEquals(List.of("other/"), names(root()));
    }
  }
}
