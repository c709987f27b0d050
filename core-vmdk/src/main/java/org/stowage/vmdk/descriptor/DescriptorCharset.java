package org.stowage.vmdk.descriptor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.format.VmdkLimits;

/** Turns the bytes of a descriptor into text, in the encoding that it names. */
final class DescriptorCharset {

  private static final Pattern ENCODING =
      Pattern.compile(
          "^[ \\t]*encoding[ \\t]*=[ \\t]*\"?([A-Za-z0-9_.:-]{1,40})\"?[ \\t]*\\r?$",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /** A content id has 8 digits, of which one stays and one makes room for the NUL. */
  private static final int MAX_OLD_END_BYTES = 6;

  private static final String ASCII_PROBE = "#=\"\n\r RWCIDparent09";

  private DescriptorCharset() {}

  static String decode(ByteBuffer bytes, String object) throws DiskFormatException {
    ByteBuffer text = withoutPadding(bytes, object);
    Matcher named = ENCODING.matcher(ISO_8859_1.decode(text.duplicate()));
    if (named.find()) {
      return supported(named.group(1)).decode(text).toString();
    }
    try {
      return UTF_8.newDecoder().decode(text.duplicate()).toString();
    } catch (CharacterCodingException e) {
      // Some old tools name no encoding and write the system's. Every byte reads as something in
      // this one, and all that matters but file names is ASCII.
      return ISO_8859_1.decode(text).toString();
    }
  }

  private static ByteBuffer withoutPadding(ByteBuffer bytes, String object)
      throws DiskFormatException {
    if (bytes.remaining() > VmdkLimits.MAX_DESCRIPTOR_BYTES) {
      throw VmdkError.damaged(
          VmdkError.DESCRIPTOR,
          object,
          "its descriptor has %d bytes; at most %d are read"
              .formatted(bytes.remaining(), VmdkLimits.MAX_DESCRIPTOR_BYTES));
    }
    ByteBuffer text = bytes.slice();
    int end = 0;
    while (end < text.limit() && text.get(end) != 0) {
      end++;
    }
    int last = text.limit();
    while (last > end && text.get(last - 1) == 0) {
      last--;
    }
    if (last > end && !isOldEnd(text, end, last)) {
      throw VmdkError.damaged(
          VmdkError.DESCRIPTOR,
          object,
          "more text follows a NUL at byte %d of its descriptor".formatted(end));
    }
    return text.limit(end);
  }

  /**
   * Whether what follows the NUL is the end of a longer text that was overwritten. qemu 7.2 leaves
   * that when it puts in a new content id, which it writes without leading zeros: in one file of
   * 256, seen with qemu-img convert.
   */
  private static boolean isOldEnd(ByteBuffer text, int end, int last) {
    int left = last - end - 1;
    return left <= MAX_OLD_END_BYTES
        && left <= end
        && text.slice(end + 1, left).equals(text.slice(end - left, left));
  }

  /** A charset by name, if it is one that leaves ASCII as it is; else ISO 8859-1. */
  private static Charset supported(String name) {
    try {
      if (Charset.isSupported(name)) {
        Charset charset = Charset.forName(name);
        if (charset.canEncode()
            && charset.decode(US_ASCII.encode(ASCII_PROBE)).equals(CharBuffer.wrap(ASCII_PROBE))) {
          return charset;
        }
      }
    } catch (IllegalCharsetNameException e) {
      return ISO_8859_1;
    }
    return ISO_8859_1;
  }
}
