package org.stowage.api.datastore;

import org.stowage.api.disk.DiskFormats;

/**
 * What a plugin may use of one datastore. Obtained for one operation; safe for use by several
 * threads during it.
 */
public interface DatastorePorts {

  DatastoreInfo datastore();

  /** The rules of the datastore's type, which these ports honour. */
  DatastoreTraits traits();

  DatastoreFiles files();

  VirtualDisks disks();

  DiskImports imports();

  DirectoryNamespaces namespaces();

  DiskFormats formats();
}
