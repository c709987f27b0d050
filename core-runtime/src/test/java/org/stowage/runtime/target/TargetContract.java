package org.stowage.runtime.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;

/** What every {@link Target} keeps. Extend it once for each kind of datastore. */
public abstract class TargetContract {

  private TargetUnderTest subject;

  /** Opens a target that is empty. Called once for each test. */
  protected abstract TargetUnderTest open() throws IOException;

  @BeforeEach
  void openTarget() throws IOException {
    subject = open();
  }

  @Test
  void listsItsDatastoresInOrderOfTheirNames() throws IOException {
    List<String> names = subject.target().datastores().stream().map(DatastoreInfo::name).toList();

    assertEquals(names.stream().sorted().toList(), names);
    assertTrue(names.containsAll(List.of(subject.first(), subject.second())));
  }

  @Test
  void tellsTheSameOfADatastoreInItsPorts() throws IOException {
    DatastoreInfo listed =
        subject.target().datastores().stream()
            .filter(datastore -> datastore.name().equals(subject.first()))
            .findFirst()
            .orElseThrow();
    DatastoreInfo ofPorts = subject.target().ports(subject.first()).datastore();

    assertEquals(listed.name(), ofPorts.name());
    assertEquals(listed.typeName(), ofPorts.typeName());
    assertTrue(subject.target().ports(subject.first()).traits().serves(listed.typeName()));
  }

  @Test
  void knowsNoOtherDatastores() {
    StorageException failure =
        assertThrows(StorageException.class, () -> subject.target().ports("none"));
    assertEquals(CommonError.NOT_FOUND, failure.code());
    DatastorePath path = DatastorePath.root("none").resolve("a");
    assertEquals(
        CommonError.NOT_FOUND,
        assertThrows(StorageException.class, () -> subject.target().tryClaim(path)).code());
  }

  @Test
  void closesTwice() throws IOException {
    subject.target().close();
    subject.target().close();
  }

  @Nested
  class Claims extends ClaimsContract {
    @Override
    TargetUnderTest subject() {
      return subject;
    }
  }

  @Nested
  class StagingFolders extends StagingContract {
    @Override
    TargetUnderTest subject() {
      return subject;
    }
  }

  @Nested
  class InstancesOfIt extends InstancesContract {
    @Override
    TargetUnderTest subject() {
      return subject;
    }
  }

  @Nested
  class AgeingOfItsCache extends PruneContract {
    @Override
    TargetUnderTest subject() {
      return subject;
    }
  }

  @Nested
  class ChecksOfItsCache extends CacheCheckContract {
    @Override
    TargetUnderTest subject() {
      return subject;
    }
  }
}
