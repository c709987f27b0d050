package org.stowage.plugin.vmfsnfs;

import java.io.IOException;
import java.util.Set;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.datastore.DatastoreTraits.DataFiles;
import org.stowage.api.datastore.DatastoreTraits.TopLevelFolders;
import org.stowage.api.datastore.Landing;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;

/**
 * How images land where a disk is a descriptor and a data file, which VMFS and NFS have in common:
 * by lease or by sparse upload if the image's own bytes allow, by the data file otherwise. No image
 * is refused, because every content can become a data file.
 */
final class DataFileLanding {

  private static final int SECTOR_BYTES = 512;

  private DataFileLanding() {}

  static DatastoreTraits traits(String... typeNames) {
    return new DatastoreTraits(
        Set.of(typeNames), DataFiles.ADDRESSABLE, TopLevelFolders.PLAIN, SECTOR_BYTES);
  }

  static Landing judge(DiskFacts image, DatastoreTraits traits) {
    return new Landing.Accepted(traits.roundedUp(image.capacityBytes()), null);
  }

  static void land(
      DiskImage image,
      Landing.Accepted landing,
      BaseDisk disk,
      DatastorePorts ports,
      Transfer transfer)
      throws IOException {
    boolean fits = landing.capacityBytes() == image.facts().capacityBytes();
    String storedFormat = fits ? image.stored().map(form -> form.format()).orElse("") : "";
    switch (storedFormat) {
      case "streamOptimized" -> ports.imports().importStream(image, disk, transfer);
      case "sparse" -> ports.imports().importSparse(image, disk, transfer);
      default -> ports.imports().importFlat(image, landing.capacityBytes(), disk, transfer);
    }
  }
}
