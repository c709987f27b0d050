package org.stowage.runtime.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.runtime.target.Target.Claim;

/**
 * A folder for the files of one operation until they are complete, on the same file system as the
 * place they are for. Claimed while its owner lives; what a dead one left is removed by {@link
 * #sweep}.
 */
final class Scratch implements Closeable {

  private final LocalFolder folder;
  private final Path place;
  private final Claim claim;

  private Scratch(LocalFolder folder, Path place, Claim claim) {
    this.folder = folder;
    this.place = place;
    this.claim = claim;
  }

  static Scratch create(LocalFolder folder) throws IOException {
    Scratch scratch = unmade(folder);
    try {
      Files.createDirectories(scratch.place);
    } catch (IOException e) {
      scratch.close();
      throw FileErrors.explain("write to", DatastorePath.root(folder.name()), e);
    }
    return scratch;
  }

  /**
   * Makes a folder, with all it holds, into a scratch folder: it is gone from its place at once,
   * and for good when this is closed. One that is absent makes an empty one.
   */
  static Scratch take(LocalFolder folder, Path place) throws IOException {
    Scratch scratch = unmade(folder);
    try {
      Files.createDirectories(folder.scratch());
      Publication.rename(place, scratch.place);
      return scratch;
    } catch (NoSuchFileException e) {
      return scratch;
    } catch (FileSystemException e) {
      // A full disk may have no room for the new name, and then the old one has to do.
      scratch.close();
      return new Scratch(folder, place, scratch.claim);
    }
  }

  private static Scratch unmade(LocalFolder folder) throws StorageException {
    String id = UUID.randomUUID().toString();
    Claim claim = folder.claims().tryClaim(claimName(id)).orElseThrow();
    return new Scratch(folder, folder.scratch().resolve(id), claim);
  }

  /** The place of a file in the scratch folder; nothing is made. */
  Path file(String name) {
    return place.resolve(name);
  }

  /** Removes the folder with all that was not moved out of it. Idempotent. */
  @Override
  public void close() throws StorageException {
    try (claim) {
      FileTree.delete(place);
    } catch (IOException e) {
      throw FileErrors.explain("clean up on", DatastorePath.root(folder.name()), e);
    }
  }

  /** Removes the scratch folders of operations whose process died. */
  static void sweep(LocalFolder folder) throws StorageException {
    Path all = folder.scratch();
    if (!Files.isDirectory(all)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(all)) {
      for (Path place : left) {
        Optional<Claim> free = folder.claims().tryClaim(claimName(place.getFileName().toString()));
        if (free.isPresent()) {
          new Scratch(folder, place, free.get()).close();
        }
      }
    } catch (IOException e) {
      throw FileErrors.explain("clean up on", DatastorePath.root(folder.name()), e);
    }
  }

  private static String claimName(String id) {
    return "scratch " + id;
  }
}
