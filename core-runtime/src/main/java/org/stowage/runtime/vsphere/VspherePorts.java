package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DirectoryNamespaces;
import org.stowage.api.datastore.DiskImports;
import org.stowage.api.disk.DiskFormats;

/** The ports to one datastore of a vCenter. */
final class VspherePorts implements DatastorePorts {

  private final VsphereTarget target;
  private final VsphereDatastore found;
  private final Place place;
  private final DatastoreTraits traits;
  private final VsphereFiles files;
  private final VsphereDisks disks;

  VspherePorts(VsphereTarget target, VsphereDatastore found, Place place, DatastoreTraits traits) {
    this.target = target;
    this.found = found;
    this.place = place;
    this.traits = traits;
    this.files = new VsphereFiles(target.vim(), found, traits, place, folder());
    this.disks = new VsphereDisks(target.vim(), files, traits, place);
  }

  Vim vim() {
    return target.vim();
  }

  Place place() {
    return place;
  }

  FolderTransfers folder() {
    return new FolderTransfers(target.vim().connection(), place, target.patience().imageTransfer());
  }

  LeaseTransfers leaseTransfers() {
    return new LeaseTransfers(target.vim().connection(), target.patience().imageTransfer());
  }

  /** A host for a machine that can use the datastore; null to let the cluster choose. */
  @Nullable ManagedObjectReference host(String machine) throws IOException {
    return Hosts.choose(target.vim(), place, List.of(found), machine);
  }

  @Override
  public DatastoreInfo datastore() {
    return found.info();
  }

  @Override
  public DatastoreTraits traits() {
    return traits;
  }

  @Override
  public VsphereFiles files() {
    return files;
  }

  @Override
  public VsphereDisks disks() {
    return disks;
  }

  @Override
  public DiskImports imports() {
    return new VsphereImports(this);
  }

  @Override
  public DirectoryNamespaces namespaces() {
    return new VsphereNamespaces(target.vim(), found, traits, place);
  }

  @Override
  public DiskFormats formats() {
    return target.formats();
  }
}
