package org.stowage.runtime.ephemeral;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.HostMoves;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeUse;
import org.stowage.runtime.ephemeral.HostDisks.HostDisk;

/**
 * All disks of one instance at once. Every step may be repeated, and what it does to several disks
 * it does to each of them, whatever becomes of the others.
 */
public final class InstanceVolumes {

  private final HostDisks disks;
  private final EphemeralBackend backend;
  private final EphemeralVolumes volumes;
  private final UUID instance;

  InstanceVolumes(
      HostDisks disks, EphemeralBackend backend, EphemeralVolumes volumes, UUID instance) {
    this.disks = disks;
    this.backend = backend;
    this.volumes = volumes;
    this.instance = instance;
  }

  /** Something done to one disk. */
  private interface Step {
    void with(InstanceDisk disk) throws IOException;
  }

  /** The disks that there are. */
  public List<HostDisk> list() throws IOException {
    return disks.list(instance);
  }

  /**
   * Connects disks to this host, and returns when all their devices are there.
   *
   * @param names of disks that there are
   * @return in this order
   */
  public Map<String, Connection> connect(List<String> names) throws IOException {
    Map<Volume, VolumeLimits> wanted = new LinkedHashMap<>();
    for (String name : names) {
      wanted.put(disks.get(disk(name)).volume(), VolumeLimits.NONE);
    }
    List<Connection> made = connected(wanted);
    Map<String, Connection> found = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      found.put(names.get(i), made.get(i));
    }
    return found;
  }

  private List<Connection> connected(Map<Volume, VolumeLimits> wanted) throws IOException {
    if (volumes instanceof HostMoves moves) {
      return moves.prepare(wanted);
    }
    List<Connection> made = new ArrayList<>();
    for (Map.Entry<Volume, VolumeLimits> each : wanted.entrySet()) {
      made.add(volumes.connect(each.getKey(), each.getValue()));
    }
    return made;
  }

  /**
   * Whether any disk is among some volumes.
   *
   * @param volumeNames as {@link HostDisks#connected} gives them
   */
  public boolean isAnyOf(Set<String> volumeNames, List<String> names) throws IOException {
    for (String name : names) {
      if (volumeNames.contains(backend.volumeName(disk(name), VolumeUse.DISK))) {
        return true;
      }
    }
    return false;
  }

  /** Whether any disk is connected to another host. */
  public boolean isElsewhere() throws IOException {
    HostMoves moves = disks.moves();
    for (Volume each : present()) {
      if (moves.isConnectedElsewhere(each)) {
        return true;
      }
    }
    return false;
  }

  /** Disconnects all disks from this host, which the instance has left. */
  public void finishMove() throws IOException {
    disks.moves().finish(present());
  }

  /** Disconnects all disks from this host, which the instance has not come to. */
  public void rollBackMove() throws IOException {
    disks.moves().rollBack(present());
  }

  /**
   * Takes the instance's disks from a host that is dead.
   *
   * @param deadHost what the array knows it by
   */
  public void evacuate(String deadHost) throws IOException {
    disks.moves().evacuate(present(), deadHost);
  }

  private List<Volume> present() throws IOException {
    return list().stream().map(HostDisk::volume).toList();
  }

  /** Deletes all disks, with whatever else there is of the instance on the array. */
  public void delete() throws IOException {
    List<String> names = new ArrayList<>(HostDisks.NAMES);
    names.add(HostDisks.EPHEMERAL + 0);
    for (HostDisk each : list()) {
      if (!names.contains(each.disk().name())) {
        names.add(each.disk().name());
      }
    }
    each(names, disks.making()::delete);
  }

  /** Deletes one disk; done when there is none. */
  public void delete(String name) throws IOException {
    disks.making().delete(disk(name));
  }

  /** Keeps disks as they are at this moment, all of them at the same. */
  public void keepBeforeResize(List<String> names) throws IOException {
    Map<Volume, String> wanted = new LinkedHashMap<>();
    for (String name : names) {
      wanted.put(
          disks.get(disk(name)).volume(), backend.volumeName(disk(name), VolumeUse.BEFORE_RESIZE));
    }
    disks.snapshots("keeping the disks of " + instance).snapshot(wanted);
  }

  /** Removes what was kept. */
  public void forgetBeforeResize(List<String> names) throws IOException {
    each(names, disk -> remove(disk, VolumeUse.BEFORE_RESIZE));
  }

  /**
   * Puts what was kept in the place of the disks, which must not be connected to another host. What
   * was not kept stays. A disk is never without a volume that holds what it is to hold: the old one
   * steps aside under a name of what may be deleted, the kept one takes its name, and only then the
   * old one goes.
   */
  public void restoreBeforeResize(List<String> names) throws IOException {
    each(names, this::restore);
  }

  private void restore(InstanceDisk disk) throws IOException {
    Optional<Volume> kept = volumes.find(backend.volumeName(disk, VolumeUse.BEFORE_RESIZE));
    if (kept.isPresent()) {
      remove(disk, VolumeUse.UNFINISHED);
      String name = backend.volumeName(disk, VolumeUse.DISK);
      Optional<Volume> old = volumes.find(name);
      if (old.isPresent()) {
        volumes.disconnect(old.get());
        volumes.rename(old.get(), backend.volumeName(disk, VolumeUse.UNFINISHED));
      }
      volumes.rename(kept.get(), name);
    }
    remove(disk, VolumeUse.UNFINISHED);
  }

  private void remove(InstanceDisk disk, VolumeUse use) throws IOException {
    disks.making().remove(backend.volumeName(disk, use));
  }

  private InstanceDisk disk(String name) {
    return new InstanceDisk(instance, name);
  }

  private void each(List<String> names, Step step) throws IOException {
    @Nullable IOException failure = null;
    for (String name : names) {
      try {
        step.with(disk(name));
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
