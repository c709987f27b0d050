package org.stowage.plugin.vvol;

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
 * Virtual Volumes: each disk is a volume of the array, whose capacity is a whole number of MiB
 * (vSphere storage guide, "Virtual Volumes"). Images of all formats enter through an import lease,
 * encoded as streamOptimized for the transport where they are not so already. Does not choose
 * storage policies.
 */
@Extension
public final class VvolDatastoreType implements DatastoreType {

  /** The rule's error. */
  public static final ErrorCode WHOLE_MEBIBYTES =
      new ErrorCode(3200, "vvol-takes-whole-mebibytes", ErrorKind.INPUT, ExitStatus.FAILURE);

  private static final String STREAM_OPTIMIZED = "streamOptimized";
  private static final long MIB = 1L << 20;

  private static final DatastoreTraits TRAITS =
      new DatastoreTraits(Set.of("VVOL"), DataFiles.HIDDEN, TopLevelFolders.NAMESPACES, MIB);

  @Override
  public String id() {
    return "vvol";
  }

  @Override
  public DatastoreTraits traits() {
    return TRAITS;
  }

  @Override
  public Landing judge(DiskFacts image, boolean convert) {
    long capacityBytes = TRAITS.roundedUp(image.capacityBytes());
    if (capacityBytes == image.capacityBytes()) {
      return new Landing.Accepted(capacityBytes, null);
    }
    if (convert) {
      return new Landing.Accepted(
          capacityBytes,
          "its capacity of %d bytes is padded to %d MiB"
              .formatted(image.capacityBytes(), capacityBytes / MIB));
    }
    return new Landing.Refused(
        WHOLE_MEBIBYTES,
        "VVol datastores take disks of a whole multiple of 1 MiB (%d bytes) only; %s has %d bytes"
            .formatted(MIB, image.fileName(), image.capacityBytes()),
        "Pad it: stowage image convert SRC DST.vmdk --format "
            + STREAM_OPTIMIZED
            + " --align 1MiB");
  }

  @Override
  public void land(
      DiskImage image,
      Landing.Accepted landing,
      BaseDisk disk,
      DatastorePorts ports,
      Transfer transfer)
      throws IOException {
    boolean fits = landing.capacityBytes() == image.facts().capacityBytes();
    if (fits && image.stored().filter(form -> form.format().equals(STREAM_OPTIMIZED)).isPresent()) {
      ports.imports().importStream(image, disk, transfer);
      return;
    }
    DiskSpec spec = new DiskSpec(landing.capacityBytes(), disk.adapterType());
    try (DiskImage transported = ports.formats().convert(image, STREAM_OPTIMIZED, spec)) {
      ports.imports().importStream(transported, disk, transfer);
    }
  }
}
