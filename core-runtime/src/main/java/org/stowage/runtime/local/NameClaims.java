package org.stowage.runtime.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target.Claim;

/**
 * The sole right to an instance's name on a whole target: a claim on each datastore, taken in order
 * of their names so that two who want the same name cannot wait for each other.
 */
final class NameClaims implements Closeable {

  private final LocalTarget target;
  private final String name;
  private final Deque<Claim> claims = new ArrayDeque<>();

  private NameClaims(LocalTarget target, String name) {
    this.target = target;
    this.name = name;
  }

  static NameClaims take(LocalTarget target, String name, Transfer transfer) throws IOException {
    NameClaims taken = new NameClaims(target, name);
    try {
      for (LocalFolder folder : target.usableFolders()) {
        taken.claims.push(folder.claims().claim("instance " + name, transfer));
      }
      return taken;
    } catch (IOException e) {
      taken.close();
      throw e;
    }
  }

  /**
   * Checks that no datastore has an instance of this name, and this one nothing at all.
   *
   * @param place where the instance is to be
   */
  void requireFree(DatastorePath place) throws IOException {
    for (LocalFolder folder : target.usableFolders()) {
      DatastorePath other = DatastorePath.root(folder.name()).resolve(name);
      boolean taken =
          other.equals(place)
              ? Files.exists(folder.entry("create instance", place), LinkOption.NOFOLLOW_LINKS)
              : InstanceFolder.read(target, folder, name).isPresent();
      if (taken) {
        throw FileErrors.alreadyExists("create instance", other);
      }
    }
  }

  @Override
  public void close() throws StorageException {
    IOException failure = null;
    while (!claims.isEmpty()) {
      try {
        claims.pop().close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw FileErrors.explain("give up the claim on", DatastorePath.root(name), failure);
    }
  }
}
