package org.stowage.testkit.datastore;

import java.util.List;
import java.util.Optional;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreFiles;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DirectoryNamespaces;
import org.stowage.api.datastore.DiskImports;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.DiskFormats;
import org.stowage.testkit.Broken;

/**
 * A small datastore in memory that keeps the contract of the ports and insists that its user does.
 * What the contract calls an error is thrown as a {@link StorageException}; what no user may do is
 * an {@link AssertionError}, which no user catches: a disk handled as a file, an image read twice
 * or shrunk, anything used after its end. {@link #close} ends the operation that the ports were
 * given for, and fails when a download or a converted image was left open.
 */
public final class PortsFake implements DatastorePorts, AutoCloseable {

  private static final long CAPACITY_BYTES = 1L << 40;

  private final FakeDatastore datastore;

  /** An empty datastore named {@code fake}, of a type with these traits. */
  public PortsFake(DatastoreTraits traits) {
    datastore = new FakeDatastore(traits);
  }

  /** A path on this datastore. */
  public DatastorePath path(String path) {
    return new DatastorePath(FakeDatastore.NAME, path);
  }

  /** Makes a folder with its parents, whatever the type's rule. */
  public DatastorePath folder(String path) {
    DatastorePath made = path(path);
    for (DatastorePath up = made; !up.path().isEmpty(); up = up.parent().orElseThrow()) {
      datastore.nodes.put(up.path(), new FakeDatastore.Folder());
    }
    return made;
  }

  /**
   * Lets the next call of an operation fail.
   *
   * @param call a method's name; those of {@link VirtualDisks} that {@link DatastoreFiles} has too
   *     end in {@code Disk}, those of {@link DirectoryNamespaces} in {@code Namespace}
   */
  public PortsFake failNext(String call, StorageException how) {
    datastore.failNext(call, how);
    return this;
  }

  /** The operations asked for, in order, named as in {@link #failNext}. */
  public List<String> calls() {
    return List.copyOf(datastore.calls);
  }

  /** The paths of everything there is, in order. */
  public List<String> paths() {
    return List.copyOf(datastore.nodes.keySet());
  }

  /** The content that was imported into a disk; what is beyond reads as zero. */
  public Optional<byte[]> diskContent(DatastorePath disk) {
    return datastore.at(disk) instanceof FakeDatastore.Disk found
        ? Optional.of(found.content().clone())
        : Optional.empty();
  }

  @Override
  public DatastoreInfo datastore() {
    String typeName = datastore.traits.typeNames().iterator().next();
    return new DatastoreInfo(
        FakeDatastore.NAME, typeName, CAPACITY_BYTES, CAPACITY_BYTES, true, false);
  }

  @Override
  public DatastoreTraits traits() {
    return datastore.traits;
  }

  @Override
  public DatastoreFiles files() {
    return new FakeFiles(datastore);
  }

  @Override
  public VirtualDisks disks() {
    return new FakeDisks(datastore);
  }

  @Override
  public DiskImports imports() {
    return new FakeImports(datastore);
  }

  @Override
  public DirectoryNamespaces namespaces() {
    return new FakeNamespaces(datastore);
  }

  @Override
  public DiskFormats formats() {
    return new FakeFormats(datastore);
  }

  /** Fails when anything the fake gave out was not closed. */
  @Override
  public void close() {
    datastore.ended = true;
    Broken.unless(datastore.open.isEmpty(), "left open: %s", datastore.open);
  }
}
