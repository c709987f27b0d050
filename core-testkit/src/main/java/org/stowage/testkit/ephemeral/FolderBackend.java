package org.stowage.testkit.ephemeral;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeUse;

/**
 * A strict array in a folder: volumes are files, and devices links to them. It allots multiples of
 * 1 MiB, and takes no options. Volumes hold other bytes than zeros if it is told so.
 */
public final class FolderBackend implements EphemeralBackend {

  private static final long UNIT_BYTES = 1 << 20;

  private final Path folder;
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private boolean dirty;
  private @Nullable String failing;
  private int lastId;

  public FolderBackend(Path folder) {
    this.folder = folder;
  }

  /** Lets new volumes show what others wrote. */
  public FolderBackend dirty() {
    dirty = true;
    return this;
  }

  /** Lets every further call of an operation fail; null for none. */
  public void fail(@Nullable String operation) {
    failing = operation;
  }

  /** Every call of an operation so far, with the name of the volume. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Names of all volumes. */
  public Collection<String> names() {
    return volumes.values().stream().map(Volume::name).toList();
  }

  /** Whether any volume is connected. */
  public boolean anyConnected() {
    return volumes.values().stream().anyMatch(volume -> Files.exists(device(volume)));
  }

  @Override
  public String id() {
    return "folder";
  }

  @Override
  public String optionsTable() {
    return "folder";
  }

  @Override
  public String volumeName(InstanceDisk disk, VolumeUse use) throws IOException {
    if (!disk.name().matches("disk(\\.[a-z0-9]+)?")) {
      throw refused(CommonError.USAGE, "naming a volume for " + disk.name());
    }
    return disk.instance() + "_" + disk.name() + (use == VolumeUse.DISK ? "" : "_" + use);
  }

  @Override
  public EphemeralVolumes open(Map<String, Object> options) throws IOException {
    if (!options.isEmpty()) {
      throw refused(CommonError.CONFIGURATION, "unknown options: " + options.keySet());
    }
    return new FolderVolumes();
  }

  private static StorageException refused(ErrorCode code, String what) {
    return new StorageException(code, what, "");
  }

  private Path file(Volume volume) {
    return folder.resolve("volume-" + volume.id());
  }

  private Path device(Volume volume) {
    return folder.resolve("device-" + volume.id());
  }

  private final class FolderVolumes implements EphemeralVolumes {

    private void enter(String operation, String name) throws StorageException {
      calls.add(operation + " " + name);
      if (operation.equals(failing)) {
        throw refused(CommonError.IO, operation + " of " + name + " fails as it was told to");
      }
    }

    private Volume known(Volume volume) throws StorageException {
      Volume found = volumes.get(volume.id());
      if (found == null) {
        throw refused(CommonError.NOT_FOUND, "there is no volume " + volume.name());
      }
      return found;
    }

    private void checkCapacity(String name, long capacityBytes) throws StorageException {
      if (capacityBytes <= 0 || capacityBytes % UNIT_BYTES != 0) {
        throw refused(
            CommonError.USAGE, name + ": " + capacityBytes + " bytes are no multiple of 1 MiB");
      }
    }

    @Override
    public long capacityMultipleBytes() {
      return UNIT_BYTES;
    }

    @Override
    public Volume create(VolumeRequest request) throws IOException {
      checkCapacity(request.name(), request.capacityBytes());
      enter("create", request.name());
      Optional<Volume> present = find(request.name());
      if (present.isPresent()) {
        if (present.get().capacityBytes() == request.capacityBytes()) {
          return present.get();
        }
        throw refused(CommonError.ALREADY_EXISTS, "there is a volume " + request.name());
      }
      Volume made =
          new Volume(
              String.valueOf(++lastId),
              request.name(),
              "folder",
              request.capacityBytes(),
              true,
              !dirty);
      byte[] old = new byte[dirty ? Math.toIntExact(request.capacityBytes()) : 0];
      Arrays.fill(old, (byte) 0xAA);
      Files.write(file(made), old);
      resize(made, request.capacityBytes());
      volumes.put(made.id(), made);
      return made;
    }

    private void resize(Volume volume, long capacityBytes) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(file(volume).toFile(), "rw")) {
        file.setLength(capacityBytes);
      }
    }

    @Override
    public Optional<Volume> find(String name) {
      return volumes.values().stream().filter(volume -> volume.name().equals(name)).findFirst();
    }

    @Override
    public Volume rename(Volume volume, String newName) throws IOException {
      enter("rename", volume.name());
      Volume known = known(volume);
      if (find(newName).filter(other -> !other.id().equals(volume.id())).isPresent()) {
        throw refused(CommonError.ALREADY_EXISTS, volume.name() + ": there is a volume " + newName);
      }
      return replace(known, newName, known.capacityBytes());
    }

    private Volume replace(Volume volume, String name, long capacityBytes) {
      Volume changed =
          new Volume(
              volume.id(), name, volume.pool(), capacityBytes, volume.thin(), volume.readsAsZero());
      volumes.put(volume.id(), changed);
      return changed;
    }

    @Override
    public Connection connect(Volume volume, VolumeLimits limits) throws IOException {
      enter("connect", volume.name());
      Path device = device(known(volume));
      if (!Files.exists(device)) {
        Files.createSymbolicLink(device, file(volume));
      }
      return new Connection(
          device.toString(),
          "<disk type='block' device='disk'><source dev='" + device + "'/></disk>");
    }

    @Override
    public void disconnect(Volume volume) throws IOException {
      enter("disconnect", volume.name());
      Files.deleteIfExists(device(volume));
    }

    @Override
    public Volume extend(Volume volume, long newCapacityBytes) throws IOException {
      checkCapacity(volume.name(), newCapacityBytes);
      enter("extend", volume.name());
      Volume known = known(volume);
      if (newCapacityBytes < known.capacityBytes()) {
        throw refused(CommonError.USAGE, volume.name() + " is larger");
      }
      resize(known, newCapacityBytes);
      return replace(known, known.name(), newCapacityBytes);
    }

    @Override
    public void delete(Volume volume) throws IOException {
      enter("delete", volume.name());
      if (Files.exists(device(volume))) {
        throw refused(CommonError.NOT_ALLOWED, volume.name() + " is connected");
      }
      volumes.remove(volume.id());
      Files.deleteIfExists(file(volume));
    }

    @Override
    public void close() {}
  }
}
