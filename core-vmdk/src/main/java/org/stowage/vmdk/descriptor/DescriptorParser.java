package org.stowage.vmdk.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.format.VmdkLimits;

/**
 * Reads the lines of a descriptor. Headings are not needed, keys are told by their names: some real
 * files lack headings, indent all lines, or put blanks around the equals sign.
 */
final class DescriptorParser {

  private static final Pattern ENTRY = Pattern.compile("([^=\"\\s]++)\\s*+=\\s*+(.*+)");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,8}");
  private static final int SHOWN_CHARS = 80;

  private final String object;
  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> database = new LinkedHashMap<>();
  private final Map<String, String> seen = new LinkedHashMap<>();
  private final List<ExtentLine> extents = new ArrayList<>();

  DescriptorParser(String object) {
    this.object = object;
  }

  Descriptor parse(String text) throws DiskFormatException {
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        parseLine(stripped);
      }
    }
    return assemble();
  }

  private void parseLine(String line) throws DiskFormatException {
    if (ExtentLineParser.looksLikeExtent(line)) {
      if (extents.size() == VmdkLimits.MAX_EXTENTS) {
        throw VmdkError.damaged(
            VmdkError.EXTENT_COUNT,
            object,
            "it has more than the %d extents that are read".formatted(VmdkLimits.MAX_EXTENTS));
      }
      extents.add(ExtentLineParser.parse(line, object));
      return;
    }
    Matcher entry = ENTRY.matcher(line);
    if (entry.matches()) {
      put(entry.group(1), unquoted(entry.group(2)));
    }
    // Anything else is prose that lost its comment sign, as in one real file; it means nothing.
  }

  private void put(String key, String value) throws DiskFormatException {
    String before = seen.putIfAbsent(key.toLowerCase(Locale.ROOT), value);
    if (before == null) {
      (key.regionMatches(true, 0, "ddb.", 0, 4) ? database : header).put(key, value);
    } else if (!before.equals(value)) {
      throw malformed(
          "%s is both \"%s\" and \"%s\"".formatted(shown(key), shown(before), shown(value)));
    }
  }

  private Descriptor assemble() throws DiskFormatException {
    String contentId = take("CID");
    String parentId = take("parentCID");
    String createType = take("createType");
    String hint = take("parentFileNameHint");
    if (contentId == null) {
      throw malformed("it names no CID");
    }
    if (createType == null) {
      throw malformed("it names no createType");
    }
    if (extents.isEmpty()) {
      throw malformed("it names no extent");
    }
    int parent = parentId == null ? Descriptor.NO_PARENT : contentId(parentId);
    return new Descriptor(
        contentId(contentId), parent, createType, hint, header, extents, database);
  }

  private @Nullable String take(String key) {
    for (String candidate : header.keySet()) {
      if (candidate.equalsIgnoreCase(key)) {
        return header.remove(candidate);
      }
    }
    return null;
  }

  private int contentId(String hex) throws DiskFormatException {
    if (!HEX.matcher(hex).matches()) {
      throw malformed("\"%s\" is no content id of up to 8 hex digits".formatted(shown(hex)));
    }
    return Integer.parseUnsignedInt(hex, 16);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private DiskFormatException malformed(String why) {
    return VmdkError.damaged(VmdkError.DESCRIPTOR, object, "its descriptor is malformed: " + why);
  }

  /** Text from a descriptor, fit for a message. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= SHOWN_CHARS ? plain : plain.substring(0, SHOWN_CHARS) + "...";
  }
}
