package org.stowage.plugin.vmfsnfs;

import java.io.IOException;
import org.pf4j.Extension;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;

/** VMFS: file systems on block devices shared by hosts. Takes images of every format. */
@Extension
public final class VmfsDatastoreType implements DatastoreType {

  private static final DatastoreTraits TRAITS = DataFileLanding.traits("VMFS");

  @Override
  public String id() {
    return "vmfs";
  }

  @Override
  public DatastoreTraits traits() {
    return TRAITS;
  }

  @Override
  public Landing judge(DiskFacts image, boolean convert) {
    return DataFileLanding.judge(image, TRAITS);
  }

  @Override
  public void land(
      DiskImage image,
      Landing.Accepted landing,
      BaseDisk disk,
      DatastorePorts ports,
      Transfer transfer)
      throws IOException {
    DataFileLanding.land(image, landing, disk, ports, transfer);
  }
}
