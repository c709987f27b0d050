package org.stowage.testkit.datastore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.disk.AdapterType;
import org.stowage.testkit.Broken;

/** What the ports of one fake share: its entries, what was asked of it, and what is to fail. */
final class FakeDatastore {

  /** What stands at a path. */
  sealed interface Node {}

  record Folder() implements Node {}

  record File(byte[] content) implements Node {}

  record Disk(long capacityBytes, AdapterType adapterType, byte[] content) implements Node {}

  static final String NAME = "fake";

  final DatastoreTraits traits;
  final TreeMap<String, Node> nodes = new TreeMap<>();
  final List<String> calls = new ArrayList<>();
  final List<Handle> open = new ArrayList<>();
  boolean ended;
  private @Nullable String failingCall;
  private @Nullable StorageException failure;

  FakeDatastore(DatastoreTraits traits) {
    this.traits = traits;
  }

  void failNext(String call, StorageException how) {
    failingCall = call;
    failure = how;
  }

  /** To be called first by every operation. */
  void enter(String call, DatastorePath... paths) throws StorageException {
    Broken.unless(!ended, "%s after the operation that the ports were given for", call);
    calls.add(call);
    for (DatastorePath path : paths) {
      Broken.unless(path.datastore().equals(NAME), "%s is on another datastore", path);
      boolean dataFile = path.fileName().toLowerCase(Locale.ROOT).endsWith("-flat.vmdk");
      if (dataFile && traits.dataFiles() == DatastoreTraits.DataFiles.HIDDEN) {
        throw error(CommonError.NOT_ALLOWED, path, "data files have no names here");
      }
    }
    StorageException how = failure;
    if (how != null && call.equals(failingCall)) {
      failure = null;
      throw how;
    }
  }

  @Nullable Node at(DatastorePath path) {
    return path.path().isEmpty() ? new Folder() : nodes.get(path.path());
  }

  /** Checks that something can be made at a path. */
  void requireFree(DatastorePath path) throws StorageException {
    if (at(path) != null) {
      throw error(CommonError.ALREADY_EXISTS, path, "it exists already");
    }
    if (!(path.parent().map(this::at).orElse(null) instanceof Folder)) {
      throw error(CommonError.NOT_FOUND, path, "its folder does not exist");
    }
  }

  void requireCapacity(DatastorePath path, long capacityBytes) throws StorageException {
    if (capacityBytes <= 0 || capacityBytes % traits.capacityMultipleBytes() != 0) {
      throw error(
          CommonError.NOT_ALLOWED,
          path,
          capacityBytes + " bytes is no multiple of " + traits.capacityMultipleBytes());
    }
  }

  SortedMap<String, Node> below(DatastorePath folder) {
    return folder.path().isEmpty()
        ? nodes
        : nodes.subMap(folder.path() + "/", folder.path() + "/" + Character.MAX_VALUE);
  }

  boolean isNamespace(DatastorePath path) {
    return traits.topLevel() == DatastoreTraits.TopLevelFolders.NAMESPACES
        && !path.path().isEmpty()
        && path.path().indexOf('/') < 0;
  }

  static StorageException error(ErrorCode code, DatastorePath path, String why) {
    return new StorageException(code, path + ": " + why, "");
  }
}
