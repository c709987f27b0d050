package org.stowage.plugin.ova.ovf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

/**
 * The names of members that a file reference may mean. A reference is a relative URI, so it may be
 * percent-encoded; but many tools write plain names. It is compared with names in the archive and
 * never becomes a path.
 */
final class Href {

  /** What file systems allow a path. */
  private static final int MAX_CHARS = 4096;

  private static final Pattern SCHEME = Pattern.compile("\\A[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern REFUSED = Pattern.compile("[\\p{Cntrl}\\\\]");

  private Href() {}

  /**
   * The names to look for, the more literal one first.
   *
   * @param folder of the descriptor in the archive, empty or ending in a slash
   * @param where the descriptor's name, for messages
   */
  static List<String> memberNames(String folder, String href, String where)
      throws DiskFormatException {
    String literal = checked(href, where);
    String decoded = decoded(literal);
    return decoded == null || decoded.equals(literal)
        ? List.of(folder + literal)
        : List.of(folder + literal, folder + checked(decoded, where));
  }

  private static String checked(String href, String where) throws DiskFormatException {
    String plain = href.length() > MAX_CHARS ? "" : href;
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    boolean leadsOut = List.of(plain.split("/", -1)).contains("..");
    if (plain.isEmpty()
        || plain.startsWith("/")
        || leadsOut
        || SCHEME.matcher(plain).lookingAt()
        || REFUSED.matcher(plain).find()) {
      throw OvaError.damaged(
          OvaError.HREF,
          where,
          "it refers to the file \"%s\"; only plain names in the archive will do"
              .formatted(OvaError.shown(href)));
    }
    return plain;
  }

  /** Decoded once; null when it is not percent-encoded UTF-8. */
  private static @Nullable String decoded(String href) {
    ByteBuffer bytes = ByteBuffer.allocate(href.length() * 4);
    for (int i = 0; i < href.length(); ) {
      int character = href.codePointAt(i);
      if (character != '%') {
        bytes.put(Character.toString(character).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(character);
      } else if (i + 2 < href.length()
          && HexFormat.isHexDigit(href.charAt(i + 1))
          && HexFormat.isHexDigit(href.charAt(i + 2))) {
        bytes.put((byte) HexFormat.fromHexDigits(href, i + 1, i + 3));
        i += 3;
      } else {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
