package org.stowage.runtime.local;

import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DirectoryNamespaces;
import org.stowage.api.datastore.DiskImports;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.DiskFormats;

/** The ports to one datastore's folder. */
record LocalPorts(LocalFolder folder, LocalTarget target, DiskFormats formats)
    implements DatastorePorts {

  /** Looked at anew at each call: to sum up a folder's files takes time, and few callers ask. */
  @Override
  public DatastoreInfo datastore() {
    return LocalSpace.look(folder.datastore());
  }

  @Override
  public DatastoreTraits traits() {
    return folder.traits();
  }

  @Override
  public DatastoreFiles files() {
    return new LocalFiles(folder);
  }

  @Override
  public VirtualDisks disks() {
    return new LocalDisks(folder, target);
  }

  @Override
  public DiskImports imports() {
    return new LocalImports(folder);
  }

  @Override
  public DirectoryNamespaces namespaces() {
    return new LocalNamespaces(folder);
  }
}
