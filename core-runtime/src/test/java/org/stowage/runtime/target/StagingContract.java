package org.stowage.runtime.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastoreFiles.Entry;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.testkit.TestTransfer;

/** What {@link Staging} keeps on every target. */
abstract class StagingContract {

  abstract TargetUnderTest subject();

  private DatastorePorts ports() throws IOException {
    return subject().target().ports(subject().first());
  }

  private DatastorePath top() {
    return DatastorePath.root(subject().first()).resolve(Staging.TOP);
  }

  private List<String> staged() throws IOException {
    return ports().files().list(top()).stream()
        .map(Entry::name)
        .filter(name -> !name.equals("claims")) // where claims are folders, they lie here
        .toList();
  }

  private Staging create() throws IOException {
    return Staging.create(subject().target(), subject().first(), new TestTransfer(1));
  }

  @Test
  void isAnEmptyFolderThatGoesWithAllItHolds() throws IOException {
    DatastorePath folder;
    try (Staging staging = create()) {
      folder = staging.folder();
      assertEquals(top(), folder.parent().orElseThrow());
      assertEquals(List.of(), ports().files().list(folder));
      ports().files().makeDirectory(folder.resolve("deep"));
      upload(folder.resolve("deep/file"));
    }
    assertEquals(List.of(), staged());
  }

  @Test
  @SuppressWarnings("try") // it may be closed twice
  void isOneOperationsOwn() throws IOException {
    try (Staging first = create();
        Staging second = create()) {
      assertEquals(2, staged().size());
      first.close();
      assertEquals(List.of(second.folder().fileName()), staged());
    }
  }

  @Test
  void closesTwice() throws IOException {
    Staging staging = create();
    staging.close();
    staging.close();
  }

  @Test
  void isSweptWhenItsMakerIsGone() throws IOException {
    TopLevelFolder.make(ports(), top());
    ports().files().makeDirectory(top().resolve("stowage-left-by-the-dead/deep"));

    Staging.sweep(subject().target(), subject().first());

    assertEquals(List.of(), staged());
  }

  @Test
  void isNotSweptWhileItsMakerLives() throws IOException {
    try (Staging staging = create()) {
      Staging.sweep(subject().again(), subject().first());
      Staging.sweep(subject().target(), subject().first());

      assertEquals(List.of(staging.folder().fileName()), staged());
    }
  }

  @Test
  void leavesTheFoldersOfOtherSoftware() throws IOException {
    TopLevelFolder.make(ports(), top());
    ports().files().makeDirectory(top().resolve("6e8b2f0a-0000-4000-8000-000000000000"));
    upload(top().resolve("stowage-file"));

    Staging.sweep(subject().target(), subject().first());

    assertEquals(List.of("6e8b2f0a-0000-4000-8000-000000000000", "stowage-file"), staged());
  }

  @Test
  void sweepsADatastoreThatNeverHadOne() throws IOException {
    Staging.sweep(subject().target(), subject().second());

    DatastoreFiles files = subject().target().ports(subject().second()).files();
    assertTrue(files.list(DatastorePath.root(subject().second())).isEmpty());
  }

  private void upload(DatastorePath file) throws IOException {
    ports().files().upload(file, new ByteArrayInputStream(new byte[5]), 5, new TestTransfer(1));
  }
}
