package org.stowage.testkit.datastore;

import static org.stowage.testkit.datastore.FakeDatastore.error;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.testkit.Broken;
import org.stowage.testkit.datastore.FakeDatastore.Disk;
import org.stowage.testkit.datastore.FakeDatastore.File;
import org.stowage.testkit.datastore.FakeDatastore.Folder;
import org.stowage.testkit.datastore.FakeDatastore.Node;

/** Files and folders in memory. */
final class FakeFiles implements DatastoreFiles {

  private final FakeDatastore datastore;

  FakeFiles(FakeDatastore datastore) {
    this.datastore = datastore;
  }

  @Override
  public List<Entry> list(DatastorePath folder) throws IOException {
    datastore.enter("list", folder);
    if (!(datastore.at(folder) instanceof Folder)) {
      throw error(CommonError.NOT_FOUND, folder, "there is no such folder");
    }
    int start = folder.path().isEmpty() ? 0 : folder.path().length() + 1;
    List<Entry> entries = new ArrayList<>();
    datastore
        .below(folder)
        .forEach(
            (path, node) -> {
              if (path.indexOf('/', start) < 0) {
                entries.add(entry(path.substring(start), node));
              }
            });
    return entries;
  }

  @Override
  public Optional<Entry> find(DatastorePath path) throws IOException {
    datastore.enter("find", path);
    return Optional.ofNullable(datastore.at(path)).map(node -> entry(path.fileName(), node));
  }

  @Override
  public void makeDirectory(DatastorePath folder) throws IOException {
    datastore.enter("makeDirectory", folder);
    make(folder);
  }

  private void make(DatastorePath folder) throws IOException {
    @Nullable Node found = datastore.at(folder);
    if (found instanceof Folder) {
      return;
    }
    if (found != null) {
      throw error(CommonError.ALREADY_EXISTS, folder, "it is a file");
    }
    if (datastore.isNamespace(folder)) {
      throw error(CommonError.NOT_ALLOWED, folder, "it has to be made as a namespace");
    }
    make(folder.parent().orElseThrow());
    datastore.nodes.put(folder.path(), new Folder());
  }

  @Override
  public void move(DatastorePath from, DatastorePath to) throws IOException {
    datastore.enter("move", from, to);
    @Nullable Node found = datastore.at(from);
    if (found == null) {
      throw error(CommonError.NOT_FOUND, from, "it does not exist");
    }
    Broken.unless(!(found instanceof Disk), "%s is a disk, which VirtualDisks moves", from);
    if (found instanceof Folder && (datastore.isNamespace(from) || datastore.isNamespace(to))) {
      throw error(CommonError.NOT_ALLOWED, from, "namespaces are not moved");
    }
    if ((to.path() + "/").startsWith(from.path() + "/")) {
      throw error(CommonError.NOT_ALLOWED, from, "a folder cannot be moved into itself");
    }
    datastore.requireFree(to);
    Map<String, Node> moved = Map.copyOf(datastore.below(from));
    datastore.below(from).clear();
    datastore.nodes.remove(from.path());
    datastore.nodes.put(to.path(), found);
    moved.forEach(
        (path, node) ->
            datastore.nodes.put(to.path() + path.substring(from.path().length()), node));
  }

  @Override
  public void delete(DatastorePath path) throws IOException {
    datastore.enter("delete", path);
    @Nullable Node found = datastore.at(path);
    Broken.unless(!(found instanceof Disk), "%s is a disk, which VirtualDisks deletes", path);
    if (path.path().isEmpty() || (found instanceof Folder && datastore.isNamespace(path))) {
      throw error(CommonError.NOT_ALLOWED, path, "it is a namespace, or the whole datastore");
    }
    remove(path);
  }

  void remove(DatastorePath path) {
    datastore.below(path).clear();
    datastore.nodes.remove(path.path());
  }

  @Override
  public void upload(DatastorePath file, InputStream content, long lengthBytes, Transfer transfer)
      throws IOException {
    datastore.enter("upload", file);
    datastore.requireFree(file);
    transfer.checkCancelled();
    byte[] bytes = content.readAllBytes();
    if (bytes.length != lengthBytes) {
      throw error(CommonError.TRANSFER, file, bytes.length + " bytes came, not " + lengthBytes);
    }
    datastore.nodes.put(file.path(), new File(bytes));
  }

  @Override
  public InputStream download(DatastorePath file) throws IOException {
    datastore.enter("download", file);
    @Nullable Node found = datastore.at(file);
    if (found == null) {
      throw error(CommonError.NOT_FOUND, file, "it does not exist");
    }
    if (!(found instanceof File bytes)) {
      throw error(CommonError.NOT_ALLOWED, file, "it is not a file");
    }
    Handle handle = new Handle("download of " + file, datastore.open);
    return new FilterInputStream(new ByteArrayInputStream(bytes.content())) {
      @Override
      public int read() throws IOException {
        handle.use();
        return super.read();
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        handle.use();
        return super.read(into, offset, length);
      }

      @Override
      public void close() {
        handle.close();
      }
    };
  }

  private static Entry entry(String name, Node node) {
    long size = 0;
    if (node instanceof File file) {
      size = file.content().length;
    } else if (node instanceof Disk disk) {
      size = disk.content().length;
    }
    return new Entry(name, node instanceof Folder, size);
  }
}
