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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.runtime.Operation;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;

/**
 * Files through the datastore browser, the file manager and {@code /folder} (vSphere Web Services
 * API: HostDatastoreBrowser, FileManager; Programming Guide, "Datastore access by HTTP").
 */
final class VsphereFiles implements DatastoreFiles {

  private static final String DATA_SUFFIX = "-flat.vmdk";

  /** What a server says when a search begins at something that is no folder. */
  private static final Set<String> NO_FOLDER = Set.of("InvalidArgument", "NotADirectory");

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
    requireAllowed("find " + path, path);
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
      return absentBecause(e);
    }
  }

  /** An object store lists its namespaces by their ids, and opens them by their names. */
  private Optional<Entry> findNamespace(DatastorePath path) throws IOException {
    try {
      look("find", path, NOTHING);
      return Optional.of(new Entry(path.fileName(), true, 0));
    } catch (StorageException e) {
      return absentBecause(e);
    }
  }

  /** A folder that is not there has nothing in it, nor has a file that is taken for a folder. */
  private static <T> Optional<T> absentBecause(StorageException failure) throws StorageException {
    if (failure.code().equals(CommonError.NOT_FOUND)
        || failure instanceof VsphereFaultException fault && NO_FOLDER.contains(fault.name())) {
      return Optional.empty();
    }
    throw failure;
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
    try {
      // Of what is there already nothing more is asked: that it is a file will be seen soon enough.
      vim.tolerating("FileAlreadyExists", () -> make(folder, true));
    } catch (VsphereFaultException e) {
      Entry there = find(folder).orElseThrow(() -> e);
      if (!there.folder()) {
        throw new StorageException(
            CommonError.ALREADY_EXISTS, what + ": there is a file of this name", "", e);
      }
    }
  }

  /**
   * Makes a folder that must not exist, in one that must.
   *
   * @throws StorageException {@code already-exists} or {@code not-found}
   */
  void makeNew(DatastorePath folder) throws IOException {
    make(folder, false);
  }

  private void make(DatastorePath folder, boolean withParents) throws IOException {
    vim.call(
        "make folder " + folder,
        stub -> {
          stub.makeDirectory(
              vim.content().getFileManager(), folder.toString(), place.datacenter(), withParents);
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
      return absentBecause(e);
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
    if ((to.path() + "/").startsWith(from.path() + "/") && !to.equals(from)) {
      throw refused(what, "a folder cannot be moved into itself");
    }
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
    if (path.path().isEmpty()) {
      throw refused(what, "that is the whole datastore");
    }
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
    String what = "upload " + file;
    requireAllowed(what, file);
    if (search(what, file.parent().orElseThrow(), file.fileName()).stream()
        .anyMatch(entry -> entry.name().equals(file.fileName()))) {
      throw new StorageException(
          CommonError.ALREADY_EXISTS, what + ": it exists", "Choose another name.");
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
    String what = "download " + file;
    requireAllowed(what, file);
    try {
      return folder.get(file);
    } catch (StorageException e) {
      if (e.code().equals(CommonError.NOT_FOUND) && find(file).isPresent()) {
        throw refused(what, "it is a folder");
      }
      throw e;
    }
  }

  void requireAllowed(String what, DatastorePath path) throws StorageException {
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
