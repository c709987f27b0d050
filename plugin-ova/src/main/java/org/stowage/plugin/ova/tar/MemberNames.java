package org.stowage.plugin.ova.tar;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.stowage.plugin.ova.error.OvaError;

/** The names seen so far: none twice, none too long, and not too many for a small heap. */
final class MemberNames {

  /** Enough for a disk in the most chunks that are read, and for what comes with it. */
  static final int MAX_MEMBERS = 20_000;

  /** What file systems allow a path. */
  static final int MAX_NAME_CHARS = 4096;

  /** All names together; a member of real archives has some 40 characters. */
  static final int MAX_ALL_CHARS = 2 << 20;

  private final String archive;
  private final Set<String> seen = new HashSet<>();
  private int allChars;

  MemberNames(String archive) {
    this.archive = archive;
  }

  /**
   * @param file whether a second member of this name is ambiguous; a second folder is not
   */
  void add(String name, boolean file) throws IOException {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
      throw OvaError.damaged(
          OvaError.TAR_HEADER,
          archive,
          "the name of a member has %d characters; allowed are 1 to %d"
              .formatted(name.length(), MAX_NAME_CHARS));
    }
    allChars += name.length();
    if (seen.size() == MAX_MEMBERS || allChars > MAX_ALL_CHARS) {
      throw OvaError.damaged(
          OvaError.TOO_MANY_MEMBERS,
          archive,
          "it has more than %d members, or more than %d characters in their names"
              .formatted(MAX_MEMBERS, MAX_ALL_CHARS));
    }
    if (!seen.add(name) && file) {
      throw OvaError.damaged(
          OvaError.DUPLICATE_MEMBER,
          archive,
          "it has two members named %s; some tools take the first, others the last"
              .formatted(OvaError.shown(name)));
    }
  }
}
