package org.stowage.plugin.scaleio;

import java.io.IOException;
import java.util.Optional;
import org.pf4j.Extension;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeRequest;

/**
 * ScaleIO volumes as the disks of instances. This version knows the rule for their sizes and does
 * not reach a gateway yet: every operation on a volume is refused.
 */
@Extension
public final class SioBackend implements EphemeralBackend {

  /** The unit in which ScaleIO allots volumes. */
  private static final long CAPACITY_MULTIPLE_BYTES = 8L << 30;

  @Override
  public String id() {
    return "sio";
  }

  @Override
  public long capacityMultipleBytes() {
    return CAPACITY_MULTIPLE_BYTES;
  }

  @Override
  public Volume create(VolumeRequest request) throws IOException {
    throw unsupported("create", request.name());
  }

  @Override
  public Optional<Volume> find(String name) throws IOException {
    throw unsupported("find", name);
  }

  @Override
  public Connection connect(Volume volume) throws IOException {
    throw unsupported("connect", volume.name());
  }

  @Override
  public void disconnect(Volume volume) throws IOException {
    throw unsupported("disconnect", volume.name());
  }

  @Override
  public Volume extend(Volume volume, long newCapacityBytes) throws IOException {
    throw unsupported("extend", volume.name());
  }

  @Override
  public void delete(Volume volume) throws IOException {
    throw unsupported("delete", volume.name());
  }

  private static StorageException unsupported(String attempted, String volume) {
    return new StorageException(
        CommonError.UNSUPPORTED,
        "cannot " + attempted + " ScaleIO volume " + volume + ": this version reaches no gateway",
        "Deploy to a datastore.");
  }
}
