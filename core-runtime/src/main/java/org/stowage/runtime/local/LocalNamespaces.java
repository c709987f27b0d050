package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DirectoryNamespaces;

/** Top-level folders where the datastore's type makes them namespaces. */
final class LocalNamespaces implements DirectoryNamespaces {

  private final LocalFolder folder;

  LocalNamespaces(LocalFolder folder) {
    this.folder = folder;
  }

  @Override
  public void create(DatastorePath path) throws IOException {
    Path place = namespace("create namespace", path);
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw FileErrors.explain("create namespace", path, e);
    }
  }

  @Override
  public void delete(DatastorePath path) throws IOException {
    Path place = namespace("delete namespace", path);
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw FileErrors.notAllowed("delete namespace", path, "it is not a folder");
    }
    LocalFiles.remove(folder, path, place, true);
  }

  private Path namespace(String attempted, DatastorePath path) throws IOException {
    if (!folder.isNamespace(path)) {
      throw FileErrors.notAllowed(
          attempted,
          path,
          "namespaces are top-level folders of types that have them; this datastore's type is "
              + folder.datastore().typeName());
    }
    return folder.entry(attempted, path);
  }
}
