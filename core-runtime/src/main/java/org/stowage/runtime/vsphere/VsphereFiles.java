package org.stowage.runtime.vsphere;

import static org.stowage.api.datastore.DatastoreTraits.DataFiles.HIDDEN;
import static org.stowage.api.datastore.DatastoreTraits.TopLevelFolders.NAMESPACES;

import com.vmware.vim25.FileInfo;
import com.vmware.vim25.FileQueryFlags;
import com.vmware.vim25.FolderFileInfo;
import com.vmware.vim25.HostDatastoreBrowserSearchResults;
import com.vmware.vim25.HostDatastoreBrowserSearchSpec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.runtime.Operation;

/**
 * Files through the datastore browser, the file manager and {@code /folder} (vSphere Web Services
 * API: HostDatastoreBrowser, FileManager; Programming Guide, "Datastore access by HTTP").
 */
final class VsphereFiles implements DatastoreFiles {

  private static final String DATA_SUFFIX = "-flat.vmdk";

  /** A pattern that no file of ours matches. */
  private static final String NOTHING = ".no-such-file";

  private final Vim vim;
  private final VsphereDatastore datastore;
  private final DatastoreTraits traits;
  private final Place place;
  private final FolderTransfers folder;

  VsphereFiles(
      Vim vim,
      VsphereDatastore datastore,
      DatastoreTraits traits,
      Place place,
      FolderTransfers folder) {
    this.vim = vim;
    this.datastore = datastore;
    this.traits = traits;
    this.place = place;
    this.folder = folder;
  }

  @Override
  public List<Entry> list(DatastorePath folder) throws IOException {
    List<Entry> entries = new ArrayList<>(search("list", folder, null));
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public Optional<Entry> find(DatastorePath path) throws IOException {
    DatastorePath folder = path.parent().orElse(null);
    if (folder == null) {
      return Optional.of(new Entry("", true, 0));
    }
    if (traits.topLevel() == NAMESPACES && folder.path().isEmpty()) {
      return findNamespace(path);
    }
    try {
      return search("find", folder, path.fileName()).stream()
          .filter(entry -> entry.name().equals(path.fileName()))
          .findFirst();
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** An object store lists its namespaces by their ids, and opens them by their names. */
  private Optional<Entry> findNamespace(DatastorePath path) throws IOException {
    try {
      look("find", path, NOTHING);
      return Optional.of(new Entry(path.fileName(), true, 0));
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<Entry> search(String attempted, DatastorePath folder, @Nullable String name)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (FileInfo file : look(attempted, folder, name)) {
      boolean isFolder = file instanceof FolderFileInfo;
      if (traits.dataFiles() != HIDDEN || !file.getPath().endsWith(DATA_SUFFIX)) {
        Long sizeBytes = file.getFileSize();
        entries.add(
            new Entry(file.getPath(), isFolder, isFolder || sizeBytes == null ? 0 : sizeBytes));
      }
    }
    return entries;
  }

  /**
   * @param name may have the pattern's wild cards in it; null for all
   */
  private FileInfo[] look(String attempted, DatastorePath folder, @Nullable String name)
      throws IOException {
    FileQueryFlags details = new FileQueryFlags();
    details.setFileType(true);
    details.setFileSize(true);
    details.setModification(true);
    HostDatastoreBrowserSearchSpec spec = new HostDatastoreBrowserSearchSpec();
    spec.setDetails(details);
    // A name's own * or ? would be wild cards; what they match too is filtered by the callers.
    spec.setMatchPattern(new String[] {name == null ? "*" : name});
    String what = attempted + " " + folder;
    FileInfo[] files =
        vim.run(
                what,
                stub -> stub.searchDatastore_Task(datastore.browser(), folder.toString(), spec),
                Operation.unwatched(what))
            .as(HostDatastoreBrowserSearchResults.class)
            .getFile();
    return files == null ? new FileInfo[0] : files;
  }

  @Override
  public void makeDirectory(DatastorePath folder) throws IOException {
    String what = "make folder " + folder;
    requireAllowed(what, folder);
    requireFolder(what, folder);
    vim.tolerating(
        "FileAlreadyExists",
        () ->
            vim.call(
                what,
                stub -> {
                  stub.makeDirectory(
                      vim.content().getFileManager(), folder.toString(), place.datacenter(), true);
                  return true;
                }));
  }

  /**
   * Makes a folder that must not exist, in one that must.
   *
   * @throws StorageException {@code already-exists} or {@code not-found}
   */
  void makeNew(DatastorePath folder) throws IOException {
    vim.call(
        "make folder " + folder,
        stub -> {
          stub.makeDirectory(
              vim.content().getFileManager(), folder.toString(), place.datacenter(), false);
          return true;
        });
  }

  /** When a file or folder was changed last, by the datastore's clock; empty without one. */
  Optional<Instant> modified(DatastorePath path) throws IOException {
    try {
      for (FileInfo file : look("find", path.parent().orElseThrow(), path.fileName())) {
        if (file.getPath().equals(path.fileName()) && file.getModification() != null) {
          return Optional.of(file.getModification().toInstant());
        }
      }
      return Optional.empty();
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** An object store's own folders are made as namespaces, and only those. */
  private void requireFolder(String what, DatastorePath folder) throws IOException {
    if (traits.topLevel() != NAMESPACES || folder.path().isEmpty()) {
      return;
    }
    int slash = folder.path().indexOf('/');
    String top = slash < 0 ? folder.path() : folder.path().substring(0, slash);
    DatastorePath topLevel = DatastorePath.root(folder.datastore()).resolve(top);
    if (find(topLevel).isEmpty()) {
      throw refused(what, "a top-level folder of this datastore is a namespace");
    }
  }

  @Override
  public void move(DatastorePath from, DatastorePath to) throws IOException {
    String what = "move " + from + " to " + to;
    requireAllowed(what, from);
    requireAllowed(what, to);
    requireNoNamespace(what, from);
    requireNoNamespace(what, to);
    vim.run(
        what,
        stub ->
            stub.moveDatastoreFile_Task(
                vim.content().getFileManager(),
                from.toString(),
                place.datacenter(),
                to.toString(),
                place.datacenter(),
                false),
        Operation.unwatched(what));
  }

  @Override
  public void delete(DatastorePath path) throws IOException {
    String what = "delete " + path;
    requireAllowed(what, path);
    requireNoNamespace(what, path);
    vim.removing(
        List.of("FileNotFound"),
        () ->
            vim.run(
                what,
                stub ->
                    stub.deleteDatastoreFile_Task(
                        vim.content().getFileManager(), path.toString(), place.datacenter()),
                Operation.unwatched(what)));
  }

  /** What is uploaded has another name until it is complete. */
  @Override
  public void upload(DatastorePath file, InputStream content, long lengthBytes, Transfer transfer)
      throws IOException {
    requireAllowed("upload " + file, file);
    if (find(file).isPresent()) {
      throw new StorageException(
          CommonError.ALREADY_EXISTS, "upload " + file + ": it exists", "Choose another name.");
    }
    DatastorePath part = file.sibling("." + file.fileName() + "." + UUID.randomUUID());
    try {
      folder.put(part, content, lengthBytes, transfer);
      move(part, file);
    } catch (IOException | RuntimeException e) {
      removeAfter(e, part);
      throw e;
    }
  }

  private void removeAfter(Exception failure, DatastorePath part) {
    try {
      delete(part);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public InputStream download(DatastorePath file) throws IOException {
    requireAllowed("download " + file, file);
    return folder.get(file);
  }

  private void requireAllowed(String what, DatastorePath path) throws StorageException {
    if (traits.dataFiles() == HIDDEN && path.fileName().endsWith(DATA_SUFFIX)) {
      throw refused(what, "data files of this datastore have no names");
    }
  }

  private void requireNoNamespace(String what, DatastorePath path) throws StorageException {
    if (traits.topLevel() == NAMESPACES && path.path().indexOf('/') < 0) {
      // A file may lie in the root of an object store no more than a plain folder.
      throw refused(what, "a top-level folder of this datastore is a namespace");
    }
  }

  private static StorageException refused(String what, String why) {
    return new StorageException(CommonError.NOT_ALLOWED, what + ": " + why, "");
  }
}
