package org.stowage.runtime.vsphere;

import java.util.Map;
import java.util.TreeMap;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * What a target sees of a vCenter at one moment.
 *
 * @param datastores those of the cluster, by name
 */
record Inventory(Place place, Map<String, VsphereDatastore> datastores) {

  Inventory {
    datastores = new TreeMap<>(datastores);
  }

  VsphereDatastore datastore(String name) throws StorageException {
    VsphereDatastore found = datastores.get(name);
    if (found == null) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "the cluster has no datastore " + name,
          "Datastores: " + String.join(", ", datastores.keySet()) + ".");
    }
    return found;
  }
}
