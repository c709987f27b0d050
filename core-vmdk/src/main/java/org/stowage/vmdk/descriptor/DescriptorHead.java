package org.stowage.vmdk.descriptor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first bytes of a file that is a descriptor, as far as they tell its kind.
 *
 * @param sparse whether any of its extents is of grains
 */
public record DescriptorHead(boolean sparse) {

  private static final Pattern CREATE_TYPE =
      Pattern.compile(
          "^[ \\t]*+createType[ \\t]*+=[ \\t]*+\"?(\\w++)",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTENT_ID =
      Pattern.compile("^[ \\t]*+CID[ \\t]*+=", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final Pattern SPARSE_EXTENT =
      Pattern.compile(
          "^[ \\t]*+(RW|RDONLY)[ \\t]++\\d++[ \\t]++\\w*SPARSE[ \\t]",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /**
   * Looks for what every descriptor has: a create type and a content id.
   *
   * @param bytes from the position on; the position stays
   */
  public static Optional<DescriptorHead> of(ByteBuffer bytes) {
    String text = text(bytes.slice());
    Matcher createType = CREATE_TYPE.matcher(text);
    if (!createType.find() || !CONTENT_ID.matcher(text).find()) {
      return Optional.empty();
    }
    boolean sparse =
        CreateType.named(createType.group(1))
            .map(type -> type.text().endsWith("Sparse"))
            .orElse(false);
    return Optional.of(new DescriptorHead(sparse || SPARSE_EXTENT.matcher(text).find()));
  }

  private static String text(ByteBuffer bytes) {
    int end = 0;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    return ISO_8859_1.decode(bytes.limit(end)).toString();
  }
}
