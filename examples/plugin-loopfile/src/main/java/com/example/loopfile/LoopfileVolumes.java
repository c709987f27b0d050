package com.example.loopfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeSnapshots;

/**
 * The volumes in a folder. It is a folder of one host, so the role of moves between hosts is not
 * taken; limits are not kept, since nothing between a file and its reader keeps any.
 */
record LoopfileVolumes(VolumeFolder folder, Devices devices) implements VolumeSnapshots {

  private static final long MULTIPLE_BYTES = 1 << 20;

  @Override
  public long capacityMultipleBytes() {
    return MULTIPLE_BYTES;
  }

  @Override
  public Volume create(VolumeRequest request) throws IOException {
    String name = request.name();
    return attempt(
        "creating",
        name,
        () -> {
          checkCapacity("creating", name, request.capacityBytes());
          Optional<StoredVolume> present = folder.named(name);
          if (present.isPresent() && present.get().capacityBytes() != request.capacityBytes()) {
            throw refused(
                CommonError.ALREADY_EXISTS,
                "creating",
                name,
                "it has %d bytes, not %d"
                    .formatted(present.get().capacityBytes(), request.capacityBytes()),
                "Extend it, or delete it first.");
          }
          return told(
              present.isPresent() ? present.get() : folder.create(name, request.capacityBytes()));
        });
  }

  @Override
  public Optional<Volume> find(String name) throws IOException {
    return attempt(
        "looking for",
        name,
        () -> {
          Optional<StoredVolume> found = folder.named(name);
          return found.isPresent() ? Optional.of(told(found.get())) : Optional.empty();
        });
  }

  @Override
  public Volume rename(Volume volume, String newName) throws IOException {
    return attempt(
        "renaming",
        volume.name(),
        () -> {
          StoredVolume known = known("renaming", volume);
          Optional<StoredVolume> other = folder.named(newName);
          if (other.isPresent() && !other.get().id().equals(volume.id())) {
            throw refused(
                CommonError.ALREADY_EXISTS,
                "renaming",
                volume.name(),
                "another volume is " + newName,
                "Choose another name, or rename the other volume first.");
          }
          return told(folder.rename(known, newName));
        });
  }

  @Override
  public Connection connect(Volume volume, VolumeLimits limits) throws IOException {
    return attempt(
        "connecting",
        volume.name(),
        () -> {
          StoredVolume known = known("connecting", volume);
          Path device = devices.connect(known.id(), known.file());
          return new Connection(
              device.toString(),
              "<disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='"
                  + device
                  + "'/></disk>");
        });
  }

  @Override
  public void disconnect(Volume volume) throws IOException {
    attempt(
        "disconnecting",
        volume.name(),
        () -> {
          Optional<StoredVolume> present = folder.withId(volume.id());
          if (present.isPresent()) {
            devices.disconnect(volume.id(), present.get().file());
          }
          return volume;
        });
  }

  @Override
  public Volume extend(Volume volume, long newCapacityBytes) throws IOException {
    return attempt(
        "extending",
        volume.name(),
        () -> {
          checkCapacity("extending", volume.name(), newCapacityBytes);
          StoredVolume known = known("extending", volume);
          if (newCapacityBytes < known.capacityBytes()) {
            throw refused(
                CommonError.USAGE,
                "extending",
                volume.name(),
                "it has %d bytes, more than %d".formatted(known.capacityBytes(), newCapacityBytes),
                "Volumes do not shrink.");
          }
          folder.resize(known, newCapacityBytes);
          devices.resized(known.file());
          return told(known);
        });
  }

  @Override
  public void delete(Volume volume) throws IOException {
    attempt(
        "deleting",
        volume.name(),
        () -> {
          Optional<StoredVolume> present = folder.withId(volume.id());
          if (present.isPresent()) {
            if (devices.isConnected(volume.id(), present.get().file())) {
              throw refused(
                  CommonError.NOT_ALLOWED,
                  "deleting",
                  volume.name(),
                  "it is connected",
                  "Disconnect it first.");
            }
            // Clears away a link that outlived its device, at a reboot.
            devices.disconnect(volume.id(), present.get().file());
            folder.delete(present.get());
          }
          return volume;
        });
  }

  @Override
  public Map<Volume, Volume> snapshot(Map<Volume, String> snapshotNames) throws IOException {
    return attempt(
        "taking snapshots of",
        String.join(", ", snapshotNames.keySet().stream().map(Volume::name).toList()),
        () -> {
          Map<Volume, Volume> taken = taken(snapshotNames);
          return taken.isEmpty() ? take(snapshotNames) : taken;
        });
  }

  /** Those of an earlier call that was the same; empty when there was none. */
  private Map<Volume, Volume> taken(Map<Volume, String> snapshotNames) throws IOException {
    Map<Volume, Volume> found = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<Volume, String> each : snapshotNames.entrySet()) {
      Optional<StoredVolume> present = folder.named(each.getValue());
      if (present.isPresent()) {
        found.put(each.getKey(), told(present.get()));
        if (!each.getKey().id().equals(present.get().origin())) {
          others.add(each.getValue());
        }
      }
    }
    if (!others.isEmpty() || !found.isEmpty() && found.size() < snapshotNames.size()) {
      throw refused(
          CommonError.ALREADY_EXISTS,
          "taking snapshots",
          String.join(", ", others.isEmpty() ? List.copyOf(snapshotNames.values()) : others),
          others.isEmpty() ? "only some of them exist" : "such volumes exist",
          "Delete what nobody needs of them first.");
    }
    return found;
  }

  private Map<Volume, Volume> take(Map<Volume, String> snapshotNames) throws IOException {
    Map<Volume, String> ids = new LinkedHashMap<>();
    try (SnapshotSet set = SnapshotSet.in(folder.folder())) {
      Map<Path, Path> copies = new LinkedHashMap<>();
      for (Map.Entry<Volume, String> each : snapshotNames.entrySet()) {
        StoredVolume known = known("taking a snapshot of", each.getKey());
        StoredVolume made = known.snapshot(set.folder(), each.getValue());
        copies.put(known.file(), made.file());
        ids.put(each.getKey(), made.id());
      }
      Moment.copy(copies, devices);
      set.finish();
    }
    Map<Volume, Volume> made = new LinkedHashMap<>();
    for (Map.Entry<Volume, String> each : ids.entrySet()) {
      made.put(each.getKey(), told(folder.withId(each.getValue()).orElseThrow()));
    }
    return made;
  }

  /** Nothing is open between two calls. */
  @Override
  public void close() {}

  private Volume told(StoredVolume stored) throws IOException {
    return stored.volume(folder.folder());
  }

  private StoredVolume known(String attempted, Volume volume) throws IOException {
    Optional<StoredVolume> found = folder.withId(volume.id());
    if (found.isEmpty()) {
      throw refused(
          CommonError.NOT_FOUND, attempted, volume.name(), "it is not there", "Create it first.");
    }
    return found.get();
  }

  private void checkCapacity(String attempted, String name, long capacityBytes)
      throws StorageException {
    if (capacityBytes <= 0 || capacityBytes % MULTIPLE_BYTES != 0) {
      throw refused(
          CommonError.USAGE,
          attempted,
          name,
          capacityBytes + " bytes are no multiple of " + MULTIPLE_BYTES + " above zero",
          "Choose a capacity in whole MiB.");
    }
  }

  private StorageException refused(
      ErrorCode code, String attempted, String name, String observed, String remedy) {
    return new StorageException(
        code, "%s %s in %s: %s".formatted(attempted, name, folder.folder(), observed), remedy);
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /** What the file system says becomes an error that tells what was attempted, and where. */
  private <T> T attempt(String attempted, String name, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(
          CommonError.IO,
          "%s %s in %s: %s".formatted(attempted, name, folder.folder(), e),
          "Look at the folder, its rights, and the room it has.",
          e);
    }
  }
}
