package org.stowage.api.datastore;

import java.util.Optional;

/**
 * The place of a file or folder on a datastore, printed as vSphere does: {@code [nfs-1]
 * web-1/web-1.vmdk}.
 *
 * @param datastore the datastore's name; not blank
 * @param path relative, separated by {@code /}, without empty, {@code .} or {@code ..} segments;
 *     empty for the datastore's root
 */
public record DatastorePath(String datastore, String path) {

  public DatastorePath {
    if (datastore.isBlank() || datastore.indexOf(']') >= 0) {
      throw new IllegalArgumentException("not a datastore name: '" + datastore + "'");
    }
    if (!path.isEmpty()) {
      for (String segment : path.split("/", -1)) {
        if (segment.isEmpty()
            || segment.equals(".")
            || segment.equals("..")
            || segment.indexOf('\0') >= 0) {
          throw new IllegalArgumentException("not a datastore path: '" + path + "'");
        }
      }
    }
  }

  /** The root folder of a datastore. */
  public static DatastorePath root(String datastore) {
    return new DatastorePath(datastore, "");
  }

  /** A file or folder below this one; {@code child} may have several segments. */
  public DatastorePath resolve(String child) {
    return new DatastorePath(datastore, path.isEmpty() ? child : path + "/" + child);
  }

  /** A file or folder beside this one. */
  public DatastorePath sibling(String name) {
    return parent().map(folder -> folder.resolve(name)).orElseThrow();
  }

  /** The folder this lies in; empty for the root. */
  public Optional<DatastorePath> parent() {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    return Optional.of(new DatastorePath(datastore, slash < 0 ? "" : path.substring(0, slash)));
  }

  /** The last segment; empty for the root. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? "[" + datastore + "]" : "[" + datastore + "] " + path;
  }
}
