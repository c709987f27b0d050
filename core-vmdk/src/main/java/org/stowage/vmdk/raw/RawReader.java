package org.stowage.vmdk.raw;

import static org.stowage.vmdk.format.VmdkLimits.MAX_CAPACITY_SECTORS;
import static org.stowage.vmdk.format.VmdkLimits.SECTOR_BYTES;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.Problem.Severity;
import org.stowage.vmdk.flat.FlatExtent;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.image.ExtentImage;
import org.stowage.vmdk.image.StoredFile;

/**
 * Opens images that are the bytes of a disk and nothing else. What of the last sector is missing
 * reads as zero.
 */
public final class RawReader {

  private RawReader() {}

  /**
   * Opens a raw image.
   *
   * @param format the id that the facts are to name: raw, or flat for the extent of a flat VMDK
   *     that came without its descriptor
   * @throws DiskFormatException when it is empty, or its length is not known in advance
   */
  public static DiskImage open(ImageSource source, String format) throws IOException {
    try (SeekableByteChannel channel = source.openChannel().orElse(null)) {
      long bytes = channel == null ? source.lengthBytes().orElse(-1) : channel.size();
      DiskFacts facts = facts(source.name(), format, checked(bytes, source.name()));
      StoredFile stored = new StoredFile(format, source, bytes, StoredFile.StructureCheck.NONE);
      return channel == null
          ? new RawStreamImage(facts, source, bytes, stored)
          : new ExtentImage(facts, FlatExtent.open(source, 0, bytes), stored);
    }
  }

  private static long checked(long bytes, String name) throws DiskFormatException {
    if (bytes < 0) {
      throw VmdkError.refused(
          VmdkError.CAPACITY,
          name,
          "a raw disk is as long as its file, and the length is not known before the end",
          "Copy the file to this machine first.");
    }
    if (bytes == 0 || bytes > MAX_CAPACITY_SECTORS * SECTOR_BYTES) {
      throw VmdkError.damaged(
          VmdkError.CAPACITY,
          name,
          "it has %d bytes; a disk has 1 to %d"
              .formatted(bytes, MAX_CAPACITY_SECTORS * SECTOR_BYTES));
    }
    return bytes;
  }

  private static DiskFacts facts(String name, String format, long bytes) {
    long missing = -bytes & SECTOR_BYTES - 1;
    List<Problem> problems =
        missing == 0
            ? List.of()
            : List.of(
                new Problem(
                    VmdkError.PARTIAL_SECTOR,
                    Severity.WARNING,
                    "%s has %d bytes, %d short of a whole sector; zeros are read for them"
                        .formatted(name, bytes, missing),
                    "Compare its size with that at its origin."));
    return new DiskFacts(null, format, name, null, bytes + missing, null, -1, null, problems);
  }
}
