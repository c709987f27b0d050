package org.stowage.runtime.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a {@code .vmx}: one {@code key = "value"} a line, keys in lower case when they are
 * looked up. Inside a value, {@code |} and two hexadecimal digits stand for one byte of UTF-8.
 */
record Vmx(Map<String, String> values) {

  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern LINE = Pattern.compile("\\s*([^#\\s=]+)\\s*=\\s*\"?(.*?)\"?\\s*");
  private static final Pattern ESCAPED = Pattern.compile("(?:\\|[0-9A-Fa-f]{2})+");

  Vmx {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Reads a file; lines that are no such line are left out. */
  static Vmx read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is larger than any .vmx");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : new String(Files.readAllBytes(file), UTF_8).split("\\R")) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        values.put(matcher.group(1).toLowerCase(Locale.ROOT), unescape(matcher.group(2)));
      }
    }
    return new Vmx(values);
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key.toLowerCase(Locale.ROOT)));
  }

  boolean isTrue(String key) {
    return value(key).filter("TRUE"::equalsIgnoreCase).isPresent();
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) -> text.append(key).append(" = \"").append(escape(value)).append("\"\n"));
    return text.toString().getBytes(UTF_8);
  }

  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder();
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '|' || c == '#' || c < ' ') {
        escaped.append("|%02X".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String unescape(String value) {
    return ESCAPED
        .matcher(value)
        .replaceAll(found -> Matcher.quoteReplacement(bytes(found.group())));
  }

  private static String bytes(String escaped) {
    byte[] bytes = new byte[escaped.length() / 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(escaped.substring(3 * i + 1, 3 * i + 3), 16);
    }
    return new String(bytes, UTF_8);
  }
}
