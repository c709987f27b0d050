package org.stowage.testkit.datastore;

import static org.stowage.testkit.datastore.FakeDatastore.error;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.testkit.Broken;
import org.stowage.testkit.datastore.FakeDatastore.Disk;
import org.stowage.testkit.datastore.FakeDatastore.Node;

/** Whole disks in memory. */
final class FakeDisks implements VirtualDisks {

  private final FakeDatastore datastore;

  FakeDisks(FakeDatastore datastore) {
    this.datastore = datastore;
  }

  @Override
  public void create(DatastorePath disk, long capacityBytes, AdapterType adapterType)
      throws IOException {
    datastore.enter("create", disk);
    datastore.requireFree(disk);
    datastore.requireCapacity(disk, capacityBytes);
    datastore.nodes.put(disk.path(), new Disk(capacityBytes, adapterType, new byte[0]));
  }

  @Override
  public void copy(DatastorePath from, DatastorePath to, Transfer transfer) throws IOException {
    datastore.enter("copy", from, to);
    transfer.checkCancelled();
    Disk source = require(from);
    datastore.requireFree(to);
    datastore.nodes.put(to.path(), source);
  }

  @Override
  public void move(DatastorePath from, DatastorePath to) throws IOException {
    datastore.enter("moveDisk", from, to);
    Disk source = require(from);
    datastore.requireFree(to);
    datastore.nodes.remove(from.path());
    datastore.nodes.put(to.path(), source);
  }

  @Override
  public void extend(DatastorePath disk, long newCapacityBytes) throws IOException {
    datastore.enter("extend", disk);
    Disk found = require(disk);
    datastore.requireCapacity(disk, newCapacityBytes);
    if (newCapacityBytes < found.capacityBytes()) {
      throw error(CommonError.NOT_ALLOWED, disk, "a disk does not shrink");
    }
    datastore.nodes.put(
        disk.path(), new Disk(newCapacityBytes, found.adapterType(), found.content()));
  }

  @Override
  public Optional<Facts> find(DatastorePath disk) throws IOException {
    datastore.enter("findDisk", disk);
    return datastore.at(disk) instanceof Disk found
        ? Optional.of(new Facts(found.capacityBytes(), found.adapterType()))
        : Optional.empty();
  }

  @Override
  public long storedBytes(DatastorePath disk) throws IOException {
    datastore.enter("storedBytes", disk);
    return datastore.at(disk) instanceof Disk found ? found.content().length : 0;
  }

  @Override
  public void delete(DatastorePath disk) throws IOException {
    datastore.enter("deleteDisk", disk);
    @Nullable Node found = datastore.at(disk);
    Broken.unless(found == null || found instanceof Disk, "%s is no disk", disk);
    datastore.nodes.remove(disk.path());
  }

  private Disk require(DatastorePath path) throws IOException {
    if (datastore.at(path) instanceof Disk disk) {
      return disk;
    }
    throw error(CommonError.NOT_FOUND, path, "there is no such disk");
  }
}
