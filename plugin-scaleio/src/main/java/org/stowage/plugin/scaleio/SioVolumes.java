package org.stowage.plugin.scaleio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.HostMoves;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeSnapshots;
import org.stowage.plugin.scaleio.gateway.ArrayCode;
import org.stowage.plugin.scaleio.gateway.ArrayVersion;
import org.stowage.plugin.scaleio.gateway.ArrayVolume;
import org.stowage.plugin.scaleio.gateway.Gateway;
import org.stowage.plugin.scaleio.gateway.GatewayException;
import org.stowage.plugin.scaleio.gateway.GatewayVolumes;
import org.stowage.plugin.scaleio.gateway.Pool;

/**
 * The volumes of one ScaleIO array.
 *
 * <p>The gateway repeats calls whose answer was lost. So an array that refuses because something is
 * so already (a taken name, a size that is no larger) is asked whether it is so by this very call.
 */
final class SioVolumes implements VolumeSnapshots, HostMoves {

  private final Gateway gateway;
  private final GatewayVolumes volumes;
  private final Connections connections;
  private final Removal removal;
  private final ScaleioOptions options;

  SioVolumes(Gateway gateway, SioHost host, ScaleioOptions options) {
    this.gateway = gateway;
    this.options = options;
    volumes = new GatewayVolumes(gateway);
    connections = new Connections(gateway, volumes, host);
    removal = new Removal(gateway, volumes, options.deviceTimeout());
  }

  @Override
  public long capacityMultipleBytes() throws IOException {
    return gateway.version().capacityMultipleBytes();
  }

  @Override
  public Volume create(VolumeRequest request) throws IOException {
    checkCapacity("creating the ScaleIO volume " + request.name(), request.capacityBytes());
    ScaleioOptions.Place place = options.place().chosenBy(request.flavorKeys());
    Pool pool = gateway.pool(place.domain(), place.pool());
    if (!pool.padded() && !options.allowNonPadded()) {
      throw new StorageException(
          ScaleioError.POOL_NOT_PADDED,
          "creating the volume "
              + request.name()
              + " in "
              + pool
              + " of "
              + gateway.label()
              + ": the pool does not pad with zeros, so that its volumes may show what former"
              + " owners have written",
          "Choose a pool with zero padding, or set allow_non_padded_pools if all owners may see"
              + " each other's data.");
    }
    String type = place.thin() ? ArrayVolume.THIN : ArrayVolume.THICK;
    try {
      String id = volumes.create(request.name(), request.capacityBytes() >> 10, type, pool);
      return new Volume(
          id,
          request.name(),
          pool.toString(),
          request.capacityBytes(),
          place.thin(),
          pool.padded());
    } catch (GatewayException e) {
      if (!e.is(ArrayCode.NAME_TAKEN)) {
        throw e;
      }
      return sameAs(request, type, pool, e);
    }
  }

  /** Takes a volume that is there for the one that was to be made, if it is just that. */
  private Volume sameAs(VolumeRequest request, String type, Pool pool, GatewayException taken)
      throws IOException {
    ArrayVolume found = volumes.find(request.name()).orElseThrow(() -> taken);
    if (found.capacityBytes() == request.capacityBytes()
        && found.type().equals(type)
        && found.pool().id().equals(pool.id())) {
      return volume(found);
    }
    throw new StorageException(
        CommonError.ALREADY_EXISTS,
        taken.getMessage()
            + "; it is "
            + found.type()
            + " of "
            + (found.capacityBytes() >> 30)
            + " GiB in "
            + found.pool()
            + ", not "
            + type
            + " of "
            + (request.capacityBytes() >> 30)
            + " GiB in "
            + pool,
        taken.remedy());
  }

  /** Refuses other sizes, most of them before the array is asked for anything at all. */
  private void checkCapacity(String attempted, long capacityBytes) throws IOException {
    long multipleBytes = ArrayVersion.LEAST_CAPACITY_MULTIPLE_BYTES;
    if (capacityBytes > 0 && capacityBytes % multipleBytes == 0) {
      multipleBytes = capacityMultipleBytes();
    }
    if (capacityBytes <= 0 || capacityBytes % multipleBytes != 0) {
      throw new StorageException(
          CommonError.USAGE,
          attempted
              + " in "
              + options.place()
              + " of "
              + gateway.label()
              + ": "
              + capacityBytes
              + " bytes are no multiple of "
              + (multipleBytes >> 30)
              + " GiB",
          "Choose a flavor whose disks are multiples of " + (multipleBytes >> 30) + " GiB.");
    }
  }

  @Override
  public Optional<Volume> find(String name) throws IOException {
    return volumes.find(name).map(SioVolumes::volume);
  }

  @Override
  public Volume rename(Volume volume, String newName) throws IOException {
    try {
      volumes.rename(volume.id(), Connections.named(volume), newName);
    } catch (GatewayException e) {
      if (!e.is(ArrayCode.NAME_TAKEN)
          || !volumes.find(newName).map(found -> found.id().equals(volume.id())).orElse(false)) {
        throw e;
      }
    }
    return new Volume(
        volume.id(),
        newName,
        volume.pool(),
        volume.capacityBytes(),
        volume.thin(),
        volume.readsAsZero());
  }

  @Override
  public Connection connect(Volume volume, VolumeLimits limits) throws IOException {
    return prepare(Map.of(volume, limits)).get(0);
  }

  @Override
  public void disconnect(Volume volume) throws IOException {
    connections.end(List.of(volume));
  }

  @Override
  public Volume extend(Volume volume, long newCapacityBytes) throws IOException {
    String what = Connections.named(volume);
    checkCapacity("extending the ScaleIO volume " + volume.name(), newCapacityBytes);
    ArrayVolume before =
        volumes
            .byId(volume.id(), volume.name())
            .orElseThrow(() -> absent("extending " + what, volume));
    if (newCapacityBytes < before.capacityBytes()) {
      throw new StorageException(
          CommonError.USAGE,
          "extending "
              + what
              + " of "
              + gateway.label()
              + ": it has "
              + (before.capacityBytes() >> 30)
              + " GiB, more than "
              + (newCapacityBytes >> 30)
              + " GiB",
          "Volumes only grow.");
    }
    if (newCapacityBytes > before.capacityBytes()) {
      grow(volume, newCapacityBytes);
    }
    connections.awaitGrown(volume, newCapacityBytes);
    return new Volume(
        volume.id(),
        before.name(),
        before.pool().toString(),
        newCapacityBytes,
        volume.thin(),
        volume.readsAsZero());
  }

  private void grow(Volume volume, long newCapacityBytes) throws IOException {
    try {
      volumes.resize(volume.id(), Connections.named(volume), newCapacityBytes);
    } catch (GatewayException e) {
      if (!e.is(ArrayCode.NOT_LARGER)
          || !volumes
              .byId(volume.id(), volume.name())
              .map(found -> found.capacityBytes() == newCapacityBytes)
              .orElse(false)) {
        throw e;
      }
    }
  }

  private StorageException absent(String attempted, Volume volume) {
    return new StorageException(
        CommonError.NOT_FOUND,
        attempted + " of " + gateway.label() + ": there is no volume " + volume.id() + " any more",
        "See who has deleted it.");
  }

  @Override
  public void delete(Volume volume) throws IOException {
    removal.remove(volume);
  }

  @Override
  public Map<Volume, Volume> snapshot(Map<Volume, String> snapshotNames) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    snapshotNames.forEach((volume, name) -> names.put(volume.id(), name));
    List<ArrayVolume> made;
    try {
      made = volumes.snapshot(names);
    } catch (GatewayException e) {
      if (!e.is(ArrayCode.NAME_TAKEN)) {
        throw e;
      }
      made = new ArrayList<>();
      for (String name : names.values()) {
        made.add(volumes.find(name).orElseThrow(() -> e));
      }
      if (!areOf(names, made)) {
        throw e;
      }
    }
    if (!areOf(names, made)) {
      throw new StorageException(
          ScaleioError.MALFORMED_ANSWER,
          "making the snapshots "
              + String.join(", ", names.values())
              + " on "
              + gateway.label()
              + ": the array made others",
          "Look at the snapshots of the volumes, and delete what nobody needs.");
    }
    Map<Volume, Volume> found = new LinkedHashMap<>();
    for (Volume volume : snapshotNames.keySet()) {
      for (ArrayVolume snapshot : made) {
        if (volume.id().equals(snapshot.ancestorId())) {
          found.put(volume, volume(snapshot));
        }
      }
    }
    return found;
  }

  /** Pairs by what they are snapshots of, and not by their order. */
  private static boolean areOf(Map<String, String> names, List<ArrayVolume> snapshots) {
    Map<String, String> found = new LinkedHashMap<>();
    for (ArrayVolume each : snapshots) {
      found.put(String.valueOf(each.ancestorId()), each.name());
    }
    return found.equals(names);
  }

  @Override
  public List<Connection> prepare(Map<Volume, VolumeLimits> limits) throws IOException {
    return connections.make(limits);
  }

  @Override
  public void finish(List<Volume> moved) throws IOException {
    connections.end(moved);
  }

  @Override
  public void rollBack(List<Volume> notMoved) throws IOException {
    connections.end(notMoved);
  }

  @Override
  public void evacuate(List<Volume> evacuated, String deadHost) throws IOException {
    connections.endOf(deadHost, evacuated);
  }

  @Override
  public List<Volume> connected() throws IOException {
    return connections.all().stream().map(SioVolumes::volume).toList();
  }

  @Override
  public boolean isConnectedElsewhere(Volume volume) throws IOException {
    return connections.isElsewhere(volume);
  }

  static Volume volume(ArrayVolume found) {
    boolean snapshot = found.ancestorId() != null;
    return new Volume(
        found.id(),
        found.name(),
        found.pool().toString(),
        found.capacityBytes(),
        !found.type().equals(ArrayVolume.THICK),
        found.pool().padded() && !snapshot);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
