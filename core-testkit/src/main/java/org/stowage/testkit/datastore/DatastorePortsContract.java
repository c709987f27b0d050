package org.stowage.testkit.datastore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.stowage.api.datastore.DatastoreInfo;

/**
 * What all implementations of {@link org.stowage.api.datastore.DatastorePorts} keep, on datastores
 * of every kind: the traits of the datastore under test say which rules hold. Extend it once for
 * each combination of traits the target serves.
 */
public abstract class DatastorePortsContract {

  private PortsUnderTest subject;

  /** Opens ports to a datastore that is empty and has some MiB free. Called once for each test. */
  protected abstract PortsUnderTest open() throws IOException;

  @BeforeEach
  void openPorts() throws IOException {
    subject = open();
  }

  @Test
  void tellTheDatastoreAndItsRules() {
    DatastoreInfo datastore = subject.ports().datastore();

    assertTrue(subject.ports().traits().serves(datastore.typeName()));
    assertTrue(datastore.accessible());
    assertTrue(datastore.freeBytes() > 0);
    assertTrue(datastore.freeBytes() <= datastore.capacityBytes());
    assertEquals(datastore.name(), subject.ports().datastore().name());
  }

  @Nested
  class Files extends DatastoreFilesContract {
    @Override
    PortsUnderTest subject() {
      return subject;
    }
  }

  @Nested
  class Namespaces extends DirectoryNamespacesContract {
    @Override
    PortsUnderTest subject() {
      return subject;
    }
  }

  @Nested
  class Disks extends VirtualDisksContract {
    @Override
    PortsUnderTest subject() {
      return subject;
    }
  }

  @Nested
  class Imports extends DiskImportsContract {
    @Override
    PortsUnderTest subject() {
      return subject;
    }
  }
}
