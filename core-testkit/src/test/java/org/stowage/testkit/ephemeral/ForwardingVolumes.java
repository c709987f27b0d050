package org.stowage.testkit.ephemeral;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeUse;

/** A session that is right in all that a test does not put wrong. */
class ForwardingVolumes implements EphemeralVolumes {

  /** Puts something wrong with the session that it is given. */
  interface Mistake {
    EphemeralVolumes in(EphemeralVolumes right) throws IOException;
  }

  private final EphemeralVolumes right;

  ForwardingVolumes(EphemeralVolumes right) {
    this.right = right;
  }

  static EphemeralBackend backend(EphemeralBackend right, Mistake mistake) {
    return new EphemeralBackend() {
      @Override
      public String id() {
        return right.id();
      }

      @Override
      public String optionsTable() {
        return right.optionsTable();
      }

      @Override
      public String volumeName(InstanceDisk disk, VolumeUse use) throws IOException {
        return right.volumeName(disk, use);
      }

      @Override
      public EphemeralVolumes open(Map<String, Object> options) throws IOException {
        return mistake.in(right.open(options));
      }
    };
  }

  @Override
  public long capacityMultipleBytes() throws IOException {
    return right.capacityMultipleBytes();
  }

  @Override
  public Volume create(VolumeRequest request) throws IOException {
    return right.create(request);
  }

  @Override
  public Optional<Volume> find(String name) throws IOException {
    return right.find(name);
  }

  @Override
  public Volume rename(Volume volume, String newName) throws IOException {
    return right.rename(volume, newName);
  }

  @Override
  public Connection connect(Volume volume, VolumeLimits limits) throws IOException {
    return right.connect(volume, limits);
  }

  @Override
  public void disconnect(Volume volume) throws IOException {
    right.disconnect(volume);
  }

  @Override
  public Volume extend(Volume volume, long newCapacityBytes) throws IOException {
    return right.extend(volume, newCapacityBytes);
  }

  @Override
  public void delete(Volume volume) throws IOException {
    right.delete(volume);
  }

  @Override
  public void close() throws IOException {
    right.close();
  }
}
