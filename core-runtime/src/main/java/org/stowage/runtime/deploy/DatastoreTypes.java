package org.stowage.runtime.deploy;

import java.util.List;
import java.util.Optional;
import org.stowage.api.datastore.DatastoreType;

/** The datastore types that are loaded. */
public record DatastoreTypes(List<DatastoreType> all) {

  public DatastoreTypes {
    all = List.copyOf(all);
  }

  /** The one that serves datastores of which a target says that they are of this type. */
  public Optional<DatastoreType> serving(String typeName) {
    return all.stream().filter(type -> type.traits().serves(typeName)).findFirst();
  }
}
