package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreFiles.Entry;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.testkit.TestTransfer;

/** What the suites of the single ports have in common. */
abstract class PortsContract {

  static final int MIB = 1 << 20;

  abstract PortsUnderTest subject();

  DatastorePorts ports() {
    return subject().ports();
  }

  boolean hidesDataFiles() {
    return ports().traits().dataFiles() == DataFiles.HIDDEN;
  }

  boolean hasNamespaces() {
    return ports().traits().topLevel() == TopLevelFolders.NAMESPACES;
  }

  DatastorePath root() {
    return DatastorePath.root(ports().datastore().name());
  }

  /** Makes a top-level folder as the type demands. */
  DatastorePath top(String name) throws IOException {
    DatastorePath folder = root().resolve(name);
    if (hasNamespaces()) {
      ports().namespaces().create(folder);
    } else {
      ports().files().makeDirectory(folder);
    }
    return folder;
  }

  DatastorePath upload(DatastorePath file, byte[] content) throws IOException {
    ports()
        .files()
        .upload(file, new ByteArrayInputStream(content), content.length, new TestTransfer(1));
    return file;
  }

  /** The names in a folder, folders with a slash behind. */
  List<String> names(DatastorePath folder) throws IOException {
    return ports().files().list(folder).stream().map(PortsContract::shown).toList();
  }

  private static String shown(Entry entry) {
    return entry.folder() ? entry.name() + "/" : entry.name();
  }

  static void assertFails(ErrorCode expected, Executable operation) {
    StorageException failure = assertThrows(StorageException.class, operation);
    assertEquals(expected, failure.code(), failure::getMessage);
  }

  /** Bytes that repeat at no power of two; a stretch of zeros in the middle. */
  static byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      boolean hole = i >= bytes / 4 && i < bytes / 2;
      content[i] = hole ? 0 : (byte) (i % 251 + 1);
    }
    return content;
  }
}
