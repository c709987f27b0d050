package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import org.stowage.api.datastore.DatastoreInfo;

/**
 * A datastore of a vCenter at one moment.
 *
 * @param browser lists its files
 * @param url as the server gives it: {@code ds:///vmfs/volumes/…/}
 */
record VsphereDatastore(
    DatastoreInfo info,
    ManagedObjectReference reference,
    ManagedObjectReference browser,
    String url) {}
