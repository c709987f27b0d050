package org.stowage.runtime.vsphere;

import static org.stowage.api.datastore.DatastoreTraits.TopLevelFolders.NAMESPACES;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ws.Argument;
import com.vmware.vim25.ws.VimStub;
import java.io.IOException;
import java.rmi.RemoteException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DirectoryNamespaces;

/**
 * Top-level folders of object stores (vSphere Web Services API, DatastoreNamespaceManager). They
 * are made by display name, under which the datastore browser and the virtual disk manager find
 * them.
 */
final class VsphereNamespaces implements DirectoryNamespaces {

  private final Vim vim;
  private final VsphereDatastore datastore;
  private final DatastoreTraits traits;
  private final Place place;

  VsphereNamespaces(Vim vim, VsphereDatastore datastore, DatastoreTraits traits, Place place) {
    this.vim = vim;
    this.datastore = datastore;
    this.traits = traits;
    this.place = place;
  }

  @Override
  public void create(DatastorePath folder) throws IOException {
    String what = "create namespace " + folder;
    require(what, folder);
    vim.tolerating(
        "FileAlreadyExists",
        () ->
            vim.call(
                what,
                stub ->
                    stub.createDirectory(
                        vim.content().getDatastoreNamespaceManager(),
                        datastore.reference(),
                        folder.fileName(),
                        null)));
  }

  @Override
  public void delete(DatastorePath folder) throws IOException {
    String what = "delete namespace " + folder;
    require(what, folder);
    ManagedObjectReference namespaces = vim.content().getDatastoreNamespaceManager();
    String url = datastore.url() + folder.fileName();
    vim.tolerating(
        List.of("FileNotFound", "InvalidDatastorePath"),
        () ->
            vim.call(
                what,
                stub -> {
                  stub.deleteDirectory(
                      namespaces, place.datacenter(), stablePath(stub, namespaces, url));
                  return true;
                }));
  }

  /** A namespace is made by its name and deleted by its UUID. The library lacks this call. */
  private @Nullable String stablePath(VimStub stub, ManagedObjectReference namespaces, String url)
      throws RemoteException {
    Argument[] arguments = {
      new Argument("_this", "ManagedObjectReference", namespaces),
      new Argument("datacenter", "ManagedObjectReference", place.datacenter()),
      new Argument("namespaceUrl", "String", url)
    };
    return (String) stub.getWsc().invoke("ConvertNamespacePathToUuidPath", arguments, "String");
  }

  private void require(String what, DatastorePath folder) throws StorageException {
    if (traits.topLevel() != NAMESPACES) {
      throw new StorageException(
          CommonError.NOT_ALLOWED, what + ": top-level folders of this datastore are plain", "");
    }
    if (folder.path().isEmpty() || folder.path().indexOf('/') >= 0) {
      throw new StorageException(
          CommonError.NOT_ALLOWED, what + ": only top-level folders are namespaces", "");
    }
  }
}
