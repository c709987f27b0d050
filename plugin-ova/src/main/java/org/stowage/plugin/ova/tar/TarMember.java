package org.stowage.plugin.ova.tar;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stowage.plugin.ova.error.OvaError;

/**
 * A member of an archive, as its header tells.
 *
 * @param name as it stands in the archive, only without leading {@code ./}; hostile. It may be
 *     absolute or lead out of any folder, so it is compared and shown, and never becomes a path
 * @param offsetBytes where its content starts, from the start of the archive
 * @param sizeBytes of its content; not negative, and {@code offsetBytes + sizeBytes} does not
 *     overflow
 * @param special the first link, device or pipe up to and with this member; null when there is none
 */
public record TarMember(
    String name, long offsetBytes, long sizeBytes, Kind kind, @Nullable String special) {

  /** What a member is. */
  public enum Kind {
    FILE,
    FOLDER,
    /** A link, device or pipe. */
    SPECIAL
  }

  /** The name's part after the last slash. */
  public String baseName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The name's part up to and with the last slash; empty at the top of the archive. */
  public String folder() {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  /**
   * Whether this is a file of the package with such a suffix, ignoring case. Files that macOS adds
   * ({@code ._name}) are not of the package, though they are named like one.
   */
  public boolean isFileEndingIn(String suffix) {
    return kind == Kind.FILE
        && name.toLowerCase(Locale.ROOT).endsWith(suffix)
        && !baseName().startsWith("._");
  }

  /**
   * Refuses a member that is needed and comes after a link, device or pipe: what tools make of
   * those differs, so they may not agree on this member either.
   *
   * @param archive its name, for the message
   */
  public void requirePlain(String archive) throws IOException {
    if (special != null) {
      throw OvaError.refused(
          OvaError.MEMBER_TYPE,
          archive,
          "%s is a link, device or pipe and comes before %s, which is needed"
              .formatted(OvaError.shown(special), OvaError.shown(name)),
          "Pack the archive again with ordinary files only.");
    }
  }
}
