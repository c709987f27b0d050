package org.stowage.plugin.vsan;

import java.io.IOException;
import java.util.Set;
import org.pf4j.Extension;
import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;

/**
 * vSAN: disks are objects whose data files nobody can address, so an image enters through an import
 * lease, and a lease takes streamOptimized disks alone. Does not choose storage policies.
 */
@Extension
public final class VsanDatastoreType implements DatastoreType {

  /** The rule's error. */
  public static final ErrorCode STREAM_OPTIMIZED_ONLY =
      new ErrorCode(3100, "vsan-takes-stream-optimized-only", ErrorKind.INPUT, ExitStatus.FAILURE);

  private static final String STREAM_OPTIMIZED = StreamOptimizedFormat.ID;

  private static final DatastoreTraits TRAITS =
      new DatastoreTraits(
          Set.of("vsan"), DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, /* one sector */ 512);

  @Override
  public String id() {
    return "vsan";
  }

  @Override
  public DatastoreTraits traits() {
    return TRAITS;
  }

  @Override
  public Landing judge(DiskFacts image, boolean convert) {
    long capacityBytes = TRAITS.roundedUp(image.capacityBytes());
    if (image.format().equals(STREAM_OPTIMIZED)) {
      return new Landing.Accepted(capacityBytes, null);
    }
    if (convert) {
      return new Landing.Accepted(
          capacityBytes, image.format() + " is converted to " + STREAM_OPTIMIZED);
    }
    return new Landing.Refused(
        STREAM_OPTIMIZED_ONLY,
        "vSAN datastores take %s disks only; %s is %s"
            .formatted(STREAM_OPTIMIZED, image.fileName(), image.format()),
        "Convert it: stowage image convert SRC DST.vmdk --format " + STREAM_OPTIMIZED);
  }

  @Override
  public void land(
      DiskImage image,
      Landing.Accepted landing,
      BaseDisk disk,
      DatastorePorts ports,
      Transfer transfer)
      throws IOException {
    // A streamOptimized member that its container compressed once more has no stored form.
    if (image.stored().filter(form -> form.format().equals(STREAM_OPTIMIZED)).isPresent()) {
      ports.imports().importStream(image, disk, transfer);
      return;
    }
    DiskSpec spec = new DiskSpec(landing.capacityBytes(), disk.adapterType());
    try (DiskImage converted = ports.formats().convert(image, STREAM_OPTIMIZED, spec)) {
      ports.imports().importStream(converted, disk, transfer);
    }
  }
}
