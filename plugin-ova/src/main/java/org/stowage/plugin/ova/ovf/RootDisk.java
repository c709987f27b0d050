package org.stowage.plugin.ova.ovf;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.Problem;

/**
 * The disk a machine boots from, as its descriptor tells.
 *
 * @param memberNames the names its file may have in the archive, most literal first; when it is in
 *     chunks, without the chunk's number. Hostile: to be compared with members, not to be opened
 * @param storedBytes how long the file is said to be; negative when nothing is said
 * @param compressed whether the file is in gzip
 * @param chunkBytes the length of each chunk but the last; 0 when the file is whole
 * @param adapterType of its controller; null when unknown
 * @param capacityBytes what is said of its capacity; negative when nothing is
 * @param populatedBytes how much of it is said to hold data; negative when nothing is
 * @param formatUri what is said of its format; null when nothing is
 * @param problems about the descriptor and the choice
 */
public record RootDisk(
    List<String> memberNames,
    long storedBytes,
    boolean compressed,
    long chunkBytes,
    @Nullable AdapterType adapterType,
    long capacityBytes,
    long populatedBytes,
    @Nullable String formatUri,
    List<Problem> problems) {

  /** A descriptor's size limit; the largest one seen in the wild has 4.1 MB. */
  public static final int MAX_DESCRIPTOR_BYTES = 8 << 20;

  public RootDisk {
    memberNames = List.copyOf(memberNames);
    problems = List.copyOf(problems);
  }

  /**
   * Finds the root disk.
   *
   * @param document the bytes of the descriptor
   * @param folder of the descriptor in the archive, empty or ending in a slash
   * @param where the descriptor's name, for messages
   */
  public static RootDisk find(byte[] document, String folder, String where)
      throws DiskFormatException {
    OvfDescriptor descriptor = OvfParser.parse(document, where);
    return new RootDiskFacts(folder, where).of(descriptor, new RootDiskRule(descriptor, where));
  }

  /** The name to speak of. */
  public String memberName() {
    return memberNames.get(0);
  }
}
