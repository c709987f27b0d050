package org.stowage.runtime.ephemeral;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.ImageTarget;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.HostMoves;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeSnapshots;
import org.stowage.api.ephemeral.VolumeUse;
import org.stowage.runtime.config.EphemeralConfig;
import org.stowage.runtime.image.NewImage;
import org.stowage.runtime.snapshot.SnapshotDestination;
import org.stowage.vmdk.raw.RawReader;
import org.stowage.vmdk.write.DiskSinks;

/**
 * The disks of instances as this host works with them, by the names of instance and disk.
 *
 * <p>Safe for use by several threads, as long as no two work on the same disk.
 */
public final class HostDisks implements Closeable {

  /** What a snapshot names as the adapter of its disk, since a volume has none. */
  public static final AdapterType ADAPTER_TYPE = AdapterType.LSILOGIC;

  /** Disks that every instance may have; ephemeral ones are numbered. */
  static final List<String> NAMES =
      List.of(InstanceDisk.ROOT, "disk.local", "disk.swap", InstanceDisk.RESCUE);

  static final String EPHEMERAL = "disk.eph";

  private final EphemeralBackend backend;
  private final EphemeralVolumes volumes;

  private HostDisks(EphemeralBackend backend, EphemeralVolumes volumes) {
    this.backend = backend;
    this.volumes = volumes;
  }

  /** A disk and the volume that it is. */
  public record HostDisk(InstanceDisk disk, Volume volume) {}

  /**
   * Opens the backend that the configuration selects.
   *
   * @param config null when it selects none
   * @param backends those there are
   * @return closed by the caller
   * @throws StorageException {@code configuration} when there is no such backend, or a table that
   *     belongs to none
   */
  public static HostDisks open(@Nullable EphemeralConfig config, List<EphemeralBackend> backends)
      throws IOException {
    if (config == null) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "no backend is selected for the disks of instances",
          "Set images_type in the table [libvirt]; there are: " + ids(backends) + ".");
    }
    TreeSet<String> unknown = new TreeSet<>(config.tables().keySet());
    backends.forEach(each -> unknown.remove(each.optionsTable()));
    if (!unknown.isEmpty()) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "the configuration has tables that no plugin knows: " + String.join(", ", unknown),
          "Correct their names, or install the plugin they are for.");
    }
    for (EphemeralBackend each : backends) {
      if (each.id().equals(config.imagesType())) {
        return new HostDisks(
            each, each.open(config.tables().getOrDefault(each.optionsTable(), Map.of())));
      }
    }
    throw new StorageException(
        CommonError.CONFIGURATION,
        "there is no backend for images_type \"" + config.imagesType() + "\" of [libvirt]",
        "There are: " + ids(backends) + ".");
  }

  private static String ids(List<EphemeralBackend> backends) {
    return String.join(", ", backends.stream().map(EphemeralBackend::id).sorted().toList());
  }

  /** The id of the backend. */
  public String backendId() {
    return backend.id();
  }

  /** What the capacity of every disk is a multiple of; a fact of the array at this moment. */
  public long multipleBytes() throws IOException {
    return volumes.capacityMultipleBytes();
  }

  /** What makes and deletes disks here. */
  public InstanceDisks making() {
    return new InstanceDisks(backend, volumes);
  }

  /** All disks of an instance at once. */
  public InstanceVolumes of(UUID instance) {
    return new InstanceVolumes(this, backend, volumes, instance);
  }

  /**
   * The names of the volumes that the array has connected to this host, whoever connected them.
   *
   * @throws StorageException {@code unsupported} when the backend does not know hosts
   */
  public Set<String> connected() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Volume each : moves().connected()) {
      names.add(each.name());
    }
    return names;
  }

  HostMoves moves() throws StorageException {
    return HostMoves.of(volumes, "moving between hosts on the backend " + backend.id());
  }

  VolumeSnapshots snapshots(String attempted) throws StorageException {
    return VolumeSnapshots.of(volumes, attempted + " on the backend " + backend.id());
  }

  /** The disks that an instance has on the array, those of other hosts included. */
  public List<HostDisk> list(UUID instance) throws IOException {
    List<HostDisk> found = new ArrayList<>();
    for (String name : NAMES) {
      find(new InstanceDisk(instance, name)).ifPresent(found::add);
    }
    for (int number = 0; ; number++) {
      Optional<HostDisk> next = find(new InstanceDisk(instance, EPHEMERAL + number));
      if (next.isEmpty()) {
        return found;
      }
      found.add(next.get());
    }
  }

  private Optional<HostDisk> find(InstanceDisk disk) throws IOException {
    return volumes
        .find(backend.volumeName(disk, VolumeUse.DISK))
        .map(volume -> new HostDisk(disk, volume));
  }

  /**
   * A disk that is there.
   *
   * @throws StorageException {@code not-found} when it is not
   */
  public HostDisk get(InstanceDisk disk) throws IOException {
    return find(disk)
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.NOT_FOUND,
                    "the instance " + disk.instance() + " has no " + disk.name(),
                    "See the disks it has with: stowage disk list " + disk.instance()));
  }

  /** Connects a disk to this host. */
  public Connection connect(InstanceDisk disk, VolumeLimits limits) throws IOException {
    return volumes.connect(get(disk).volume(), limits);
  }

  /** Disconnects a disk from this host. */
  public void disconnect(InstanceDisk disk) throws IOException {
    volumes.disconnect(get(disk).volume());
  }

  /** Grows a disk. */
  public HostDisk extend(InstanceDisk disk, long newCapacityBytes) throws IOException {
    return new HostDisk(disk, volumes.extend(get(disk).volume(), newCapacityBytes));
  }

  /**
   * A disk that was written somewhere else, as it was at one moment.
   *
   * @param taken where it is
   */
  public record DiskSnapshot(HostDisk disk, SnapshotDestination.Taken taken) {}

  /**
   * Writes a disk, as it is at this moment, somewhere else: a streamOptimized VMDK. It may be in
   * use: the array holds the moment in a snapshot, which is gone when this returns, as is what a
   * run left that was killed.
   *
   * @param level 1 (fastest) to 9 (smallest)
   * @throws StorageException {@code unsupported} when the array makes no snapshots
   */
  public DiskSnapshot snapshot(
      InstanceDisk disk, SnapshotDestination destination, int level, Transfer transfer)
      throws IOException {
    return snapshot(disk, destination, level, transfer, () -> () -> {});
  }

  /** Holds still whoever uses a disk, until what it returned is closed. */
  @FunctionalInterface
  public interface Stillness {
    Closeable hold() throws IOException;
  }

  /**
   * As {@link #snapshot(InstanceDisk, SnapshotDestination, int, Transfer)}.
   *
   * @param stillness held for the moment only
   */
  public DiskSnapshot snapshot(
      InstanceDisk disk,
      SnapshotDestination destination,
      int level,
      Transfer transfer,
      Stillness stillness)
      throws IOException {
    VolumeSnapshots snapshots = snapshots("taking a snapshot of " + disk.name());
    HostDisk found = get(disk);
    String name = backend.volumeName(disk, VolumeUse.READING);
    making().remove(name);
    NewImage image =
        file -> {
          try {
            Volume frozen = freeze(snapshots, found.volume(), name, stillness);
            OptionalLong populatedBytes = write(frozen, disk.name(), level, transfer, file);
            making().remove(name);
            return populatedBytes;
          } catch (IOException | RuntimeException e) {
            removeAfter(e, name);
            throw e;
          }
        };
    return new DiskSnapshot(found, destination.take(image));
  }

  private static Volume freeze(
      VolumeSnapshots snapshots, Volume volume, String name, Stillness stillness)
      throws IOException {
    Closeable held = stillness.hold();
    try {
      return Objects.requireNonNull(snapshots.snapshot(Map.of(volume, name)).get(volume));
    } finally {
      held.close();
    }
  }

  private void removeAfter(Exception failure, String name) {
    try {
      making().remove(name);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private OptionalLong write(
      Volume frozen, String name, int level, Transfer transfer, ImageTarget file)
      throws IOException {
    Path device = Path.of(volumes.connect(frozen, VolumeLimits.NONE).blockPath());
    try (DiskImage disk =
        RawReader.open(new DeviceSource(name, device, frozen.capacityBytes()), "raw")) {
      return NewImage.converted(
              disk,
              DiskSinks::streamOptimized,
              new DiskSpec(frozen.capacityBytes(), ADAPTER_TYPE),
              new WriteOptions(level, transfer.threads()),
              transfer)
          .writeTo(file);
    }
  }

  /** Ends the session with the array. Idempotent. */
  @Override
  public void close() throws IOException {
    volumes.close();
  }
}
