package org.stowage.plugin.ova.ovf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

/**
 * Finds the encoding of a document (XML 1.0, appendix F). Done here because the JDK's parser writes
 * to the error stream about bytes that are not of their encoding, and because XenCenter declares
 * UTF-16 over bytes that are UTF-8.
 */
final class XmlEncoding {

  private static final int SNIFFED_BYTES = 300;

  private static final Pattern DECLARED =
      Pattern.compile("\\A<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  private XmlEncoding() {}

  /**
   * The document's characters. Reading fails with a {@link
   * java.nio.charset.CharacterCodingException} at bytes that are not of its encoding.
   */
  static Reader decode(byte[] document, String where) throws DiskFormatException {
    String head = new String(document, 0, Math.min(document.length, SNIFFED_BYTES), ISO_8859_1);
    int skipped = head.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(document, skipped, document.length - skipped);
    return new InputStreamReader(bytes, charset(head.substring(skipped), where).newDecoder());
  }

  private static Charset charset(String head, String where) throws DiskFormatException {
    if (head.startsWith("\u00FE\u00FF") || head.startsWith("\u00FF\u00FE")) {
      return UTF_16;
    }
    if (head.startsWith("<\0")) {
      return UTF_16LE;
    }
    if (head.startsWith("\0<")) {
      return UTF_16BE;
    }
    Matcher declared = DECLARED.matcher(head);
    if (!declared.find() || declared.group(1).regionMatches(true, 0, "UTF-16", 0, 6)) {
      return UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw OvaError.refused(
          OvaError.DESCRIPTOR,
          where,
          "its encoding is said to be %s, which is unknown here".formatted(declared.group(1)),
          "Save the descriptor in UTF-8.");
    }
  }
}
