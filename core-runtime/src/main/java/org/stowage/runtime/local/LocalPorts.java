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
record LocalPorts(
    DatastoreInfo datastore,
    DatastoreTraits traits,
    DatastoreFiles files,
    VirtualDisks disks,
    DiskImports imports,
    DirectoryNamespaces namespaces,
    DiskFormats formats)
    implements DatastorePorts {}
