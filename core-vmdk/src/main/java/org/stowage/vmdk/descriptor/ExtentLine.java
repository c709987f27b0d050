package org.stowage.vmdk.descriptor;

import org.jspecify.annotations.Nullable;

/**
 * One line of the extent description: a piece of the disk and where it is kept.
 *
 * @param sectors of the disk that it makes up; positive
 * @param fileName as it stands in the descriptor, hostile until checked; null for {@link Type#ZERO}
 * @param offsetSectors where in the file the piece starts
 */
public record ExtentLine(
    Access access, long sectors, Type type, @Nullable String fileName, long offsetSectors) {

  /** Whether the guest may write. */
  public enum Access {
    RW,
    RDONLY,
    NOACCESS
  }

  /** How an extent is stored. */
  public enum Type {
    FLAT,
    SPARSE,
    ZERO,
    VMFS,
    VMFSSPARSE,
    SESPARSE,
    VMFSRDM,
    VMFSRAW
  }

  /** The line as writers write it: an offset for flat extents, none for the others. */
  String text() {
    StringBuilder text = new StringBuilder().append(access).append(' ').append(sectors);
    text.append(' ').append(type);
    if (fileName != null) {
      text.append(" \"").append(fileName).append('"');
      if (type == Type.FLAT || offsetSectors != 0) {
        text.append(' ').append(offsetSectors);
      }
    }
    return text.toString();
  }
}
