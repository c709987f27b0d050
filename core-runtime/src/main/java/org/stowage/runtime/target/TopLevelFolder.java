package org.stowage.runtime.target;

import java.io.IOException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;

/** Folders directly under a datastore's root, which not every type lets be made alike. */
public final class TopLevelFolder {

  private TopLevelFolder() {}

  /** Makes one in the way the datastore's type demands; one that exists is left as it is. */
  public static void make(DatastorePorts ports, DatastorePath folder) throws IOException {
    if (ports.traits().topLevel() == TopLevelFolders.NAMESPACES) {
      ports.namespaces().create(folder);
    } else {
      ports.files().makeDirectory(folder);
    }
  }
}
