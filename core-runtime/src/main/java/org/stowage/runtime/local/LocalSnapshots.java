package org.stowage.runtime.local;

import java.io.IOException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.image.HeldImage;
import org.stowage.runtime.image.Silent;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Snapshots;

/**
 * Disks of instances, read where they lie: nothing is made, and whoever would change the disk is
 * kept off until it has been read.
 */
final class LocalSnapshots implements Snapshots {

  private final LocalTarget target;

  LocalSnapshots(LocalTarget target) {
    this.target = target;
  }

  @Override
  public DiskImage open(Instance instance, Transfer transfer) throws IOException {
    return HeldImage.open(
        NameClaims.take(target, instance.name(), transfer), () -> still(instance, transfer));
  }

  private DiskImage still(Instance instance, Transfer transfer) throws IOException {
    LocalFolder folder = target.folder(instance.datastore());
    InstanceFolder.require(target, folder, instance);
    return new InstanceDisk(target, folder, instance.disk(), new Silent(transfer)).still();
  }
}
