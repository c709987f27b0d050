package org.stowage.testkit.ephemeral;

import static org.stowage.testkit.ephemeral.FolderArray.refused;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeUse;
import org.stowage.testkit.Broken;

/**
 * A strict array in a folder: volumes are files, and devices links to them. It allots multiples of
 * 1 MiB, and takes no options. Volumes hold other bytes than zeros if it is told so, and have the
 * roles of snapshots and moves if it is told so.
 *
 * <p>What no user may do is an {@link AssertionError}, which no user catches: a session that is
 * used after it was closed. What a user leaves is told by {@link #requireNothingOpen}.
 */
public final class FolderBackend implements EphemeralBackend {

  private final FolderArray array;
  private boolean withRoles;

  public FolderBackend(Path folder) {
    array = new FolderArray(folder);
  }

  /** Lets new volumes show what others wrote. */
  public FolderBackend dirty() {
    array.dirty = true;
    return this;
  }

  /** Lets sessions opened from now on make snapshots and move volumes between hosts. */
  public FolderBackend withRoles() {
    withRoles = true;
    return this;
  }

  /** Lets every further call of an operation fail; null for none. */
  public void fail(@Nullable String operation) {
    array.failing = operation;
  }

  /** Connects a volume to another host, which the array knows by this name. */
  public void connectTo(String otherHost, String volumeName) {
    array.otherHosts(array.find(volumeName).orElseThrow()).add(otherHost);
  }

  /** Every call of an operation so far, with the name of the volume. */
  public List<String> calls() {
    return List.copyOf(array.calls);
  }

  /** Names of all volumes. */
  public Collection<String> names() {
    return array.volumes.values().stream().map(volume -> volume.name()).toList();
  }

  /** Whether any volume is connected. */
  public boolean anyConnected() {
    return array.volumes.values().stream().anyMatch(array::isConnected);
  }

  /** Fails when a session was not closed, or a device is left on this host. */
  public void requireNothingOpen() throws IOException {
    Broken.unless(array.openSessions == 0, "left open: %s sessions", array.openSessions);
    Broken.unless(array.devices().isEmpty(), "left connected: %s", array.devices());
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
    return withRoles ? new FolderRoles(array) : new FolderVolumes(array);
  }
}
