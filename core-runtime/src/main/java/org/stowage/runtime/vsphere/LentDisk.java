package org.stowage.runtime.vsphere;

import java.io.IOException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.image.HeldImage;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.Staging;

/**
 * A disk that is read by way of a machine that stands on it, because hosts export the disks of
 * machines only, on whichever type of datastore. The machine's name is that of the staging folder,
 * so that whoever finds one of them left knows the other; as long as it is there, the disk has a
 * child.
 */
record LentDisk(VsphereTarget target, DatastorePath disk) {

  private static final int MEMORY_MIB = 16;

  DiskImage open(Transfer transfer) throws IOException {
    VirtualDisks.Facts facts =
        target
            .portsTo(disk.datastore())
            .disks()
            .find(disk)
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.NOT_FOUND, "read " + disk + ": it does not exist", ""));
    Staging staging = Staging.create(target, disk.datastore(), transfer);
    return HeldImage.open(staging, () -> open(staging.folder().fileName(), facts, transfer));
  }

  private DiskImage open(String name, VirtualDisks.Facts facts, Transfer transfer)
      throws IOException {
    InstanceSpec spec =
        new InstanceSpec(
            name,
            disk.datastore(),
            name,
            disk,
            true,
            facts.capacityBytes(),
            facts.adapterType(),
            1,
            MEMORY_MIB,
            null);
    Instance reader = target.instances().create(spec, transfer);
    return HeldImage.open(
        () -> target.instances().destroy(reader),
        () -> new VsphereSnapshots(target).open(reader, transfer));
  }
}
