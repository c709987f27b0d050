package org.stowage.runtime.vsphere.soap;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Pattern;

/**
 * The texts of simple values.
 *
 * @see <a href="https://www.w3.org/TR/xmlschema-2/">XML Schema Part 2</a>, section 3
 */
final class SimpleValues {

  /** No multiple of four characters of Base64 looks like that. */
  private static final Pattern ONE_BYTE = Pattern.compile("-?\\d{1,3}|-128");

  private SimpleValues() {}

  /** Whether values of a type are written as plain text. */
  static boolean isSimple(Class<?> type) {
    return type.isPrimitive()
        || type == String.class
        || Number.class.isAssignableFrom(type)
        || type == Boolean.class
        || Calendar.class.isAssignableFrom(type);
  }

  static String print(Object value) {
    if (value instanceof Calendar date) {
      return DateTimeFormatter.ISO_INSTANT.format(date.toInstant());
    }
    if (value instanceof Float || value instanceof Double) {
      return value.toString().replace("Infinity", "INF");
    }
    return value.toString();
  }

  /**
   * @throws IllegalArgumentException or another unchecked exception when the text is no such value
   */
  static Object parse(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    String word = text.strip();
    if (type == boolean.class || type == Boolean.class) {
      return parseBoolean(word);
    }
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(word);
    }
    if (type == long.class || type == Long.class) {
      return Long.valueOf(word);
    }
    if (type == short.class || type == Short.class) {
      return Short.valueOf(word);
    }
    if (type == byte.class || type == Byte.class) {
      return Byte.valueOf(word);
    }
    if (type == float.class || type == Float.class) {
      return Float.valueOf(word.replace("INF", "Infinity"));
    }
    if (type == double.class || type == Double.class) {
      return Double.valueOf(word.replace("INF", "Infinity"));
    }
    if (type == Calendar.class) {
      return parseDate(word);
    }
    throw new IllegalArgumentException("no simple type: " + type);
  }

  private static Boolean parseBoolean(String word) {
    return switch (word) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  /** A date without time zone is taken for UTC, in which the API speaks. */
  private static Calendar parseDate(String word) {
    TemporalAccessor date =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(word, OffsetDateTime::from, LocalDateTime::from);
    OffsetDateTime time =
        date instanceof LocalDateTime local
            ? local.atOffset(ZoneOffset.UTC)
            : (OffsetDateTime) date;
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC));
    calendar.setTimeInMillis(time.toInstant().toEpochMilli());
    return calendar;
  }

  /** Bytes come as one element for each, or as one for all, in Base64, as versions differ. */
  static byte[] parseBytes(List<String> texts) {
    if (texts.size() == 1 && !ONE_BYTE.matcher(texts.get(0).strip()).matches()) {
      return Base64.getMimeDecoder().decode(texts.get(0));
    }
    byte[] bytes = new byte[texts.size()];
    for (int i = 0; i < bytes.length; i++) {
      // Some servers say 200 where the schema's byte is -56.
      bytes[i] = (byte) Integer.parseInt(texts.get(i).strip());
    }
    return bytes;
  }
}
