package org.stowage.plugin.ova.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks at the first bytes of what may be a tar archive. Never throws for any bytes. */
public final class TarProbe {

  /** How many bytes are enough for {@link #isTar}. */
  public static final int HEADER_BYTES = TarHeader.BLOCK_BYTES;

  private TarProbe() {}

  /** Whether the bytes start with an intact tar header. */
  public static boolean isTar(byte[] head) {
    return head.length >= HEADER_BYTES && TarHeader.looksLike(Arrays.copyOf(head, HEADER_BYTES));
  }

  /** The files whose headers lie within the bytes, in order. */
  public static List<TarMember> files(byte[] head) {
    List<TarMember> files = new ArrayList<>();
    try {
      TarReader reader = new TarReader(new ByteArrayInputStream(head), -1, "");
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        if (member.kind() == TarMember.Kind.FILE) {
          files.add(member);
        }
      }
    } catch (IOException endOfTheHead) {
      return files;
    }
    return files;
  }
}
