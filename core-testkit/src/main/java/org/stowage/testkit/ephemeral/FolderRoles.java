package org.stowage.testkit.ephemeral;

import static org.stowage.testkit.ephemeral.FolderArray.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stowage.api.CommonError;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.HostMoves;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeSnapshots;
import org.stowage.testkit.Broken;

/** A session with the array in a folder that has all roles. Snapshots are copies. */
final class FolderRoles extends FolderVolumes implements VolumeSnapshots, HostMoves {

  FolderRoles(FolderArray array) {
    super(array);
  }

  @Override
  public Map<Volume, Volume> snapshot(Map<Volume, String> snapshotNames) throws IOException {
    Broken.unless(!snapshotNames.isEmpty(), "a snapshot of nothing");
    for (Map.Entry<Volume, String> each : snapshotNames.entrySet()) {
      enter("snapshot", each.getKey().name());
      array.known(each.getKey());
      if (array.find(each.getValue()).isPresent()) {
        throw refused(CommonError.ALREADY_EXISTS, "there is a volume " + each.getValue());
      }
    }
    Map<Volume, Volume> made = new LinkedHashMap<>();
    for (Map.Entry<Volume, String> each : snapshotNames.entrySet()) {
      Volume known = array.known(each.getKey());
      Volume snapshot = volume(each.getValue(), known.capacityBytes());
      Files.copy(array.file(known), array.file(snapshot));
      made.put(each.getKey(), array.put(snapshot));
    }
    return made;
  }

  @Override
  public List<Connection> prepare(Map<Volume, VolumeLimits> volumes) throws IOException {
    List<Connection> made = new ArrayList<>();
    List<Volume> connectedHere = new ArrayList<>();
    try {
      for (Map.Entry<Volume, VolumeLimits> each : volumes.entrySet()) {
        boolean before = array.isConnected(each.getKey());
        made.add(connect(each.getKey(), each.getValue()));
        if (!before) {
          connectedHere.add(each.getKey());
        }
      }
      return made;
    } catch (IOException e) {
      for (Volume each : connectedHere) {
        disconnect(each);
      }
      throw e;
    }
  }

  @Override
  public void finish(List<Volume> volumes) throws IOException {
    for (Volume each : volumes) {
      disconnect(each);
    }
  }

  @Override
  public void rollBack(List<Volume> volumes) throws IOException {
    finish(volumes);
  }

  @Override
  public void evacuate(List<Volume> volumes, String deadHost) throws IOException {
    for (Volume each : volumes) {
      enter("evacuate", each.name());
      array.otherHosts(each).remove(deadHost);
    }
  }

  @Override
  public List<Volume> connected() {
    requireOpen("connected");
    return array.volumes.values().stream().filter(array::isConnected).toList();
  }

  @Override
  public boolean isConnectedElsewhere(Volume volume) {
    requireOpen("isConnectedElsewhere");
    return !array.otherHosts(volume).isEmpty();
  }
}
