package org.stowage.runtime.vsphere;

import static org.stowage.api.datastore.DatastoreTraits.TopLevelFolders.NAMESPACES;

import java.io.IOException;
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
    String url = datastore.url();
    vim.tolerating(
        "FileNotFound",
        () ->
            vim.call(
                what,
                stub -> {
                  stub.deleteDirectory(
                      vim.content().getDatastoreNamespaceManager(),
                      place.datacenter(),
                      url + folder.fileName());
                  return true;
                }));
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
