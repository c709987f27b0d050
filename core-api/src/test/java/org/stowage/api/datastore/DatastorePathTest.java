package org.stowage.api.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatastorePathTest {

  private final DatastorePath root = DatastorePath.root("nfs-1");
  private final DatastorePath disk = new DatastorePath("nfs-1", "web-1/web-1.vmdk");

  @Test
  void isPrintedAsVsphereDoes() {
    assertEquals("[nfs-1] web-1/web-1.vmdk", disk.toString());
    assertEquals("[nfs-1]", root.toString());
  }

  @Test
  void knowsItsNameAndParents() {
    assertEquals("web-1.vmdk", disk.fileName());
    assertEquals(Optional.of(new DatastorePath("nfs-1", "web-1")), disk.parent());
    assertEquals(Optional.of(root), disk.parent().orElseThrow().parent());
    assertEquals(Optional.empty(), root.parent());
    assertEquals("", root.fileName());
  }

  @Test
  void resolvesChildrenAndSiblings() {
    assertEquals(disk, root.resolve("web-1").resolve("web-1.vmdk"));
    assertEquals(disk, root.resolve("web-1/web-1.vmdk"));
    assertEquals(new DatastorePath("nfs-1", "web-1/web-1.vmx"), disk.sibling("web-1.vmx"));
    assertEquals(root.resolve("b"), root.resolve("a").sibling("b"));
    assertThrows(NoSuchElementException.class, () -> root.sibling("b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/../b", "a/./b", "a\0b", "./a"
      })
  void refusesWhatCouldLeadElsewhere(String path) {
    assertThrows(IllegalArgumentException.class, () -> new DatastorePath("nfs-1", path));
    assertThrows(IllegalArgumentException.class, () -> root.resolve(path));
    assertThrows(IllegalArgumentException.class, () -> disk.sibling(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", ".hidden", "a b", "ä", "a\\b", "[x] y", "..a"})
  void takesUnusualNames(String path) {
    assertEquals(path, root.resolve(path).fileName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a]b"})
  void refusesDatastoreNamesThatCannotBePrinted(String datastore) {
    assertThrows(IllegalArgumentException.class, () -> new DatastorePath(datastore, "a"));
  }
}
