package org.stowage.runtime.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them ({@code 20GiB}, {@code 512M}) and read them. */
public final class ByteSize {

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
  private static final String UNITS = "KMGTP";

  private ByteSize() {}

  /**
   * Reads a size: a whole number, then nothing or B for bytes, or K, M, G, T, P (also KiB and so
   * on) for powers of 1024. Decimal units such as GB are refused, because half of their users mean
   * the other half's.
   *
   * @throws IllegalArgumentException with a message for people
   */
  public static long parse(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size; write for example 20GiB or 512M");
    }
    String unit = matcher.group(2).toUpperCase(Locale.ROOT);
    int power = 0;
    if (!unit.isEmpty() && !unit.equals("B")) {
      power = UNITS.indexOf(unit.charAt(0)) + 1;
      String rest = unit.substring(1);
      if (power == 0 || !(rest.isEmpty() || rest.equals("IB"))) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' has the unknown unit "
                + matcher.group(2)
                + "; use B, KiB, MiB, GiB, TiB or PiB");
      }
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is larger than 8 EiB", e);
    }
  }

  /** Shows a size in the largest unit in which it is at least 1, with one decimal unless exact. */
  public static String show(long bytes) {
    int power = 0;
    while (power < UNITS.length() && bytes >= 1L << (10 * (power + 1))) {
      power++;
    }
    if (power == 0) {
      return bytes + " B";
    }
    long unit = 1L << (10 * power);
    String name = " " + UNITS.charAt(power - 1) + "iB";
    if (bytes % unit == 0) {
      return bytes / unit + name;
    }
    // Placement shows thousands of sizes, for which String.format takes too long.
    long tenths = Math.round(10.0 * bytes / unit);
    return tenths / 10 + "." + tenths % 10 + name;
  }
}
