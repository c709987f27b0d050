package org.stowage.testkit.ephemeral;

import static org.stowage.testkit.ephemeral.FolderArray.UNIT_BYTES;
import static org.stowage.testkit.ephemeral.FolderArray.refused;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.testkit.Broken;

/** A session with the array in a folder. */
class FolderVolumes implements EphemeralVolumes {

  final FolderArray array;
  private boolean closed;

  FolderVolumes(FolderArray array) {
    this.array = array;
    array.openSessions++;
  }

  /** To be called first by every operation. */
  final void enter(String operation, String name) throws StorageException {
    requireOpen(operation);
    array.enter(operation, name);
  }

  final void requireOpen(String operation) {
    Broken.unless(!closed, "%s in a session that was closed", operation);
  }

  private static void checkCapacity(String name, long capacityBytes) throws StorageException {
    if (capacityBytes <= 0 || capacityBytes % UNIT_BYTES != 0) {
      throw refused(
          CommonError.USAGE, name + ": " + capacityBytes + " bytes are no multiple of 1 MiB");
    }
  }

  @Override
  public long capacityMultipleBytes() {
    requireOpen("capacityMultipleBytes");
    return UNIT_BYTES;
  }

  @Override
  public Volume create(VolumeRequest request) throws IOException {
    checkCapacity(request.name(), request.capacityBytes());
    enter("create", request.name());
    Optional<Volume> present = array.find(request.name());
    if (present.isPresent()) {
      if (present.get().capacityBytes() == request.capacityBytes()) {
        return present.get();
      }
      throw refused(CommonError.ALREADY_EXISTS, "there is a volume " + request.name());
    }
    Volume made = volume(request.name(), request.capacityBytes());
    byte[] old = new byte[array.dirty ? Math.toIntExact(request.capacityBytes()) : 0];
    Arrays.fill(old, (byte) 0xAA);
    Files.write(array.file(made), old);
    resize(made, request.capacityBytes());
    return array.put(made);
  }

  final Volume volume(String name, long capacityBytes) {
    return new Volume(array.newId(), name, "folder", capacityBytes, true, !array.dirty);
  }

  private void resize(Volume volume, long capacityBytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(array.file(volume).toFile(), "rw")) {
      file.setLength(capacityBytes);
    }
  }

  @Override
  public Optional<Volume> find(String name) {
    requireOpen("find");
    return array.find(name);
  }

  @Override
  public Volume rename(Volume volume, String newName) throws IOException {
    enter("rename", volume.name());
    Volume known = array.known(volume);
    if (array.find(newName).filter(other -> !other.id().equals(volume.id())).isPresent()) {
      throw refused(CommonError.ALREADY_EXISTS, volume.name() + ": there is a volume " + newName);
    }
    return replace(known, newName, known.capacityBytes());
  }

  private Volume replace(Volume volume, String name, long capacityBytes) {
    return array.put(
        new Volume(
            volume.id(), name, volume.pool(), capacityBytes, volume.thin(), volume.readsAsZero()));
  }

  @Override
  public Connection connect(Volume volume, VolumeLimits limits) throws IOException {
    enter("connect", volume.name());
    Path device = array.device(array.known(volume));
    if (!array.isConnected(volume)) {
      Files.createSymbolicLink(device, array.file(volume));
    }
    return new Connection(
        device.toString(),
        "<disk type='block' device='disk'><source dev='" + device + "'/></disk>");
  }

  @Override
  public void disconnect(Volume volume) throws IOException {
    enter("disconnect", volume.name());
    Files.deleteIfExists(array.device(volume));
  }

  @Override
  public Volume extend(Volume volume, long newCapacityBytes) throws IOException {
    checkCapacity(volume.name(), newCapacityBytes);
    enter("extend", volume.name());
    Volume known = array.known(volume);
    if (newCapacityBytes < known.capacityBytes()) {
      throw refused(CommonError.USAGE, volume.name() + " is larger");
    }
    resize(known, newCapacityBytes);
    return replace(known, known.name(), newCapacityBytes);
  }

  @Override
  public void delete(Volume volume) throws IOException {
    enter("delete", volume.name());
    if (array.isConnected(volume) || !array.otherHosts(volume).isEmpty()) {
      throw refused(CommonError.NOT_ALLOWED, volume.name() + " is connected");
    }
    array.volumes.remove(volume.id());
    Files.deleteIfExists(array.file(volume));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      array.openSessions--;
    }
  }
}
