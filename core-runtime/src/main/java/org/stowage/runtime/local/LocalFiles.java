package org.stowage.runtime.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;

/** Files and folders of one datastore's folder. */
final class LocalFiles implements DatastoreFiles {

  private final LocalFolder folder;

  LocalFiles(LocalFolder folder) {
    this.folder = folder;
  }

  @Override
  public List<Entry> list(DatastorePath path) throws IOException {
    Path place = folder.file("list", path);
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
      for (Path child : children) {
        if (!child.endsWith(LocalFolder.OWN) && folder.holds(child)) {
          look(child, child.getFileName().toString()).ifPresent(entries::add);
        }
      }
    } catch (IOException e) {
      throw FileErrors.explain("list", path, e);
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public Optional<Entry> find(DatastorePath path) throws IOException {
    try {
      return look(folder.file("find", path), path.fileName());
    } catch (IOException e) {
      throw FileErrors.explain("find", path, e);
    }
  }

  /** Writes a small file anew; a file server dates it by its own clock. */
  void write(DatastorePath path, String text) throws IOException {
    try {
      Files.writeString(folder.entry("write", path), text);
    } catch (IOException e) {
      throw FileErrors.explain("write", path, e);
    }
  }

  Optional<Instant> modified(DatastorePath path) throws IOException {
    try {
      return Optional.of(
          Files.getLastModifiedTime(folder.entry("find", path), LinkOption.NOFOLLOW_LINKS)
              .toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileErrors.explain("find", path, e);
    }
  }

  @Override
  public void makeDirectory(DatastorePath path) throws IOException {
    Path place = folder.entry("make folder", path);
    DatastorePath top = topLevel(path);
    if (folder.isNamespace(top) && !Files.isDirectory(folder.entry("make folder", top))) {
      throw FileErrors.notAllowed(
          "make folder", path, "top-level folders here are made as namespaces");
    }
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw FileErrors.explain("make folder", path, e);
    }
  }

  @Override
  public void move(DatastorePath from, DatastorePath to) throws IOException {
    String attempted = "move to " + to + " from";
    Path source = folder.entry(attempted, from);
    if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      throw FileErrors.notFound(attempted, from, from);
    }
    boolean isFolder = Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS);
    if (isFolder && (folder.isNamespace(from) || folder.isNamespace(to))) {
      throw FileErrors.notAllowed(attempted, from, "top-level folders here are namespaces");
    }
    if (folder.entry(attempted, to).startsWith(source)) {
      throw FileErrors.notAllowed(attempted, from, "a folder cannot be moved into itself");
    }
    Publication.publish(folder, "move " + from + " to", source, to);
  }

  @Override
  public void delete(DatastorePath path) throws IOException {
    Path place = folder.entry("delete", path);
    boolean isFolder = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
    if (path.path().isEmpty()) {
      throw FileErrors.notAllowed("delete", path, "it is the whole datastore");
    }
    if (isFolder && folder.isNamespace(path)) {
      throw FileErrors.notAllowed("delete", path, "top-level folders here are namespaces");
    }
    remove(folder, path, place, isFolder);
  }

  /** Deletes a file; takes a folder out of sight first, so that nobody finds half of it. */
  static void remove(LocalFolder folder, DatastorePath path, Path place, boolean isFolder)
      throws IOException {
    try {
      if (isFolder) {
        Scratch.take(folder, place).close();
      } else {
        Files.deleteIfExists(place);
      }
    } catch (IOException e) {
      throw FileErrors.explain("delete", path, e);
    }
  }

  @Override
  public void upload(DatastorePath file, InputStream content, long lengthBytes, Transfer transfer)
      throws IOException {
    Publication.requireFree("upload", folder.entry("upload", file), file);
    Room room = Room.measure(folder, "upload", file, lengthBytes);
    room.require(lengthBytes);
    try (Scratch scratch = Scratch.create(folder)) {
      Path part = scratch.file("upload");
      new Upload(room, transfer).write(content, part);
      Publication.publish(folder, "upload", part, file);
    }
  }

  @Override
  public InputStream download(DatastorePath file) throws IOException {
    Path place = folder.file("download", file);
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      throw FileErrors.notAllowed("download", file, "it is not a file");
    }
    try {
      return Files.newInputStream(place);
    } catch (IOException e) {
      throw FileErrors.explain("download", file, e);
    }
  }

  private static Optional<Entry> look(Path place, String name) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(place, BasicFileAttributes.class);
      return Optional.of(
          new Entry(name, found.isDirectory(), found.isRegularFile() ? found.size() : 0));
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      // Gone since it was listed, below something that is no folder, or a link to nothing.
      return Optional.empty();
    }
  }

  private static DatastorePath topLevel(DatastorePath path) {
    DatastorePath top = path;
    for (DatastorePath up = path; !up.path().isEmpty(); up = up.parent().orElseThrow()) {
      top = up;
    }
    return top;
  }
}
