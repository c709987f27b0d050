package org.stowage.api.datastore;

import java.io.IOException;

/**
 * Top-level folders of object stores, where each is an object of its own (vSAN, VVol). On a type
 * whose top-level folders are {@linkplain DatastoreTraits.TopLevelFolders#PLAIN plain} both methods
 * throw {@code not-allowed}.
 */
public interface DirectoryNamespaces {

  /** Makes a top-level folder; one that exists is left as it is. */
  void create(DatastorePath folder) throws IOException;

  /** Deletes a top-level folder with all it holds. What is absent counts as deleted. */
  void delete(DatastorePath folder) throws IOException;
}
