package org.stowage.vmdk.descriptor;

import java.util.List;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.Problem;

/** What a descriptor lets one say about its disk. */
public final class FactsOfDescriptor {

  private static final long POPULATED_UNKNOWN = -1;

  private FactsOfDescriptor() {}

  /**
   * Puts the facts together.
   *
   * @param format the id of the disk's format
   * @param fileName the file that holds the descriptor
   */
  public static DiskFacts of(
      Descriptor descriptor,
      String format,
      String fileName,
      long capacityBytes,
      List<Problem> problems) {
    return new DiskFacts(
        null,
        format,
        fileName,
        descriptor.createType(),
        capacityBytes,
        descriptor.adapterType().orElse(null),
        POPULATED_UNKNOWN,
        null,
        problems);
  }
}
