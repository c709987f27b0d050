package org.stowage.testkit.datastore;

import static org.stowage.testkit.datastore.FakeDatastore.error;

import java.io.IOException;
import org.stowage.api.CommonError;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DirectoryNamespaces;
import org.stowage.testkit.datastore.FakeDatastore.Folder;

/** Namespaces in memory. */
final class FakeNamespaces implements DirectoryNamespaces {

  private final FakeDatastore datastore;

  FakeNamespaces(FakeDatastore datastore) {
    this.datastore = datastore;
  }

  @Override
  public void create(DatastorePath folder) throws IOException {
    datastore.enter("createNamespace", folder);
    requireNamespace(folder);
    if (!(datastore.at(folder) instanceof Folder)) {
      datastore.requireFree(folder);
      datastore.nodes.put(folder.path(), new Folder());
    }
  }

  @Override
  public void delete(DatastorePath folder) throws IOException {
    datastore.enter("deleteNamespace", folder);
    requireNamespace(folder);
    datastore.below(folder).clear();
    datastore.nodes.remove(folder.path());
  }

  private void requireNamespace(DatastorePath folder) throws IOException {
    if (!datastore.isNamespace(folder)) {
      throw error(CommonError.NOT_ALLOWED, folder, "it is no top-level folder of namespaces");
    }
  }
}
