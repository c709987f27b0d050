package org.stowage.vmdk.descriptor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.format.VmdkLimits;

/**
 * Reads extent lines: access, sectors, type, and for most types a quoted file name, an offset, and
 * for partitions of a device two more words.
 */
final class ExtentLineParser {

  /** Possessive throughout, so that no line takes more than one pass. */
  private static final Pattern LINE =
      Pattern.compile(
          "(\\w++)\\s++(-?\\w++)\\s++(\\w++)"
              + "(?:\\s++\"([^\"]*+)\"(?:\\s++(-?\\w++)(?:\\s++\\S++\\s++\\S++)?+)?+)?+\\s*+");

  private static final Pattern FIRST_WORD =
      Pattern.compile("(RW|RDONLY|NOACCESS)\\s", Pattern.CASE_INSENSITIVE);

  private ExtentLineParser() {}

  /** Whether a line starts as an extent line does. */
  static boolean looksLikeExtent(String line) {
    return FIRST_WORD.matcher(line).lookingAt();
  }

  static ExtentLine parse(String line, String object) throws DiskFormatException {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw malformed(line, "it is not: access, sectors, type, \"name\", offset", object);
    }
    ExtentLine.Access access =
        named(ExtentLine.Access.class, parts.group(1))
            .orElseThrow(() -> malformed(line, "the access is unknown", object));
    ExtentLine.Type type =
        named(ExtentLine.Type.class, parts.group(3))
            .orElseThrow(() -> malformed(line, "the type is unknown", object));
    long sectors = sectors(parts.group(2), 1, line, object);
    @Nullable String name = parts.group(4);
    @Nullable String offset = parts.group(5);
    if (type == ExtentLine.Type.ZERO) {
      return new ExtentLine(access, sectors, type, null, 0);
    }
    if (name == null) {
      throw malformed(line, "no file is named", object);
    }
    if (type == ExtentLine.Type.FLAT && offset == null) {
      throw malformed(line, "a flat extent needs its offset in the file", object);
    }
    return new ExtentLine(
        access, sectors, type, name, offset == null ? 0 : sectors(offset, 0, line, object));
  }

  private static long sectors(String digits, long least, String line, String object)
      throws DiskFormatException {
    try {
      long value = Long.parseLong(digits);
      if (value >= least && value <= VmdkLimits.MAX_CAPACITY_SECTORS) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw malformed(line, digits + " is no number of sectors", object);
    }
    throw malformed(
        line,
        "allowed are %d to %d sectors".formatted(least, VmdkLimits.MAX_CAPACITY_SECTORS),
        object);
  }

  private static <E extends Enum<E>> Optional<E> named(Class<E> type, String name) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(name)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static DiskFormatException malformed(String line, String why, String object) {
    return VmdkError.damaged(
        VmdkError.EXTENT_LINE,
        object,
        "the extent line \"%s\" is malformed: %s".formatted(DescriptorParser.shown(line), why));
  }
}
