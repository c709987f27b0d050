package ${package};

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;

/**
 * Volumes that are files, until your array takes their place: each is {@code volumes/ID@NAME}, and
 * while it is connected {@code devices/ID} is the same file by another name.
 */
final class ArrayVolumes implements EphemeralVolumes {

  private static final long MULTIPLE_BYTES = 1 << 20;

  private final Path volumes;
  private final Path devices;

  ArrayVolumes(Path folder) throws IOException {
    volumes = Files.createDirectories(folder.resolve("volumes"));
    devices = Files.createDirectories(folder.resolve("devices"));
  }

  @Override
  public long capacityMultipleBytes() {
    return MULTIPLE_BYTES;
  }

  @Override
  public Volume create(VolumeRequest request) throws IOException {
    checkCapacity(request.name(), request.capacityBytes());
    Path file =
        file("*@" + request.name())
            .orElse(volumes.resolve(UUID.randomUUID() + "@" + request.name()));
    // An empty file is what a run left that was killed here.
    if (Files.notExists(file) || Files.size(file) == 0) {
      resize(file, request.capacityBytes());
    }
    if (Files.size(file) != request.capacityBytes()) {
      throw refused(
          CommonError.ALREADY_EXISTS, "it exists, with " + Files.size(file) + " bytes", file);
    }
    return volume(file);
  }

  @Override
  public Optional<Volume> find(String name) throws IOException {
    Optional<Path> file = file("*@" + name);
    return file.isPresent() && Files.size(file.get()) > 0
        ? Optional.of(volume(file.get()))
        : Optional.empty();
  }

  @Override
  public Volume rename(Volume volume, String newName) throws IOException {
    Path file = known(volume);
    Path renamed = volumes.resolve(volume.id() + "@" + newName);
    if (!file.equals(renamed) && file("*@" + newName).isPresent()) {
      throw refused(CommonError.ALREADY_EXISTS, "another volume is " + newName, file);
    }
    return volume(Files.move(file, renamed));
  }

  @Override
  public Connection connect(Volume volume, VolumeLimits limits) throws IOException {
    Path file = known(volume);
    Path device = device(volume);
    if (Files.notExists(device)) {
      Files.createLink(device, file);
    }
    return new Connection(
        device.toString(),
        "<disk type='block' device='disk'><source dev='" + device + "'/></disk>");
  }

  @Override
  public void disconnect(Volume volume) throws IOException {
    Files.deleteIfExists(device(volume));
  }

  @Override
  public Volume extend(Volume volume, long newCapacityBytes) throws IOException {
    checkCapacity(volume.name(), newCapacityBytes);
    Path file = known(volume);
    if (newCapacityBytes < Files.size(file)) {
      throw refused(CommonError.USAGE, "it has more than " + newCapacityBytes + " bytes", file);
    }
    // TODO: grow the volume, and return it as it is then.
    throw new UnsupportedOperationException("TODO in ArrayVolumes.extend: grow the volume");
  }

  @Override
  public void delete(Volume volume) throws IOException {
    Optional<Path> file = file(volume.id() + "@*");
    if (file.isPresent()) {
      if (Files.exists(device(volume))) {
        throw refused(CommonError.NOT_ALLOWED, "it is connected", file.get());
      }
      Files.delete(file.get());
    }
  }

  @Override
  public void close() {}

  private Path device(Volume volume) {
    return devices.resolve(volume.id());
  }

  /** The file of a volume that there must be. */
  private Path known(Volume volume) throws IOException {
    Optional<Path> file = file(volume.id() + "@*");
    if (file.isEmpty()) {
      throw refused(CommonError.NOT_FOUND, "there is none", volumes.resolve(volume.name()));
    }
    return file.get();
  }

  private Optional<Path> file(String pattern) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(volumes, pattern)) {
      Iterator<Path> files = found.iterator();
      return files.hasNext() ? Optional.of(files.next()) : Optional.empty();
    }
  }

  private Volume volume(Path file) throws IOException {
    String[] parts = file.getFileName().toString().split("@");
    return new Volume(parts[0], parts[1], volumes.toString(), Files.size(file), true, true);
  }

  private void checkCapacity(String name, long capacityBytes) throws StorageException {
    if (capacityBytes <= 0 || capacityBytes % MULTIPLE_BYTES != 0) {
      throw refused(
          CommonError.USAGE,
          capacityBytes + " bytes are no multiple of " + MULTIPLE_BYTES,
          volumes.resolve(name));
    }
  }

  private static void resize(Path file, long capacityBytes) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(capacityBytes);
    }
  }

  private static StorageException refused(ErrorCode code, String what, Path volume) {
    return new StorageException(code, "the volume " + volume + ": " + what, "");
  }
}
