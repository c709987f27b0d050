package org.stowage.plugin.vmfsnfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.testkit.datastore.DatastoreTypeContract;

class VmfsDatastoreTypeTest extends DatastoreTypeContract {

  @Override
  protected DatastoreType type() {
    return new VmfsDatastoreType();
  }

  @Test
  void servesVmfsAlone() {
    assertEquals(Set.of("VMFS"), type().traits().typeNames());
  }
}
