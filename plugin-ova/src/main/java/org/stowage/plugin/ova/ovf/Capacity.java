package org.stowage.plugin.ova.ovf;

import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;

/**
 * Capacities in allocation units: {@code byte}, multiplied by numbers and powers ({@code byte *
 * 2^20}; DSP0004, "programmatic units"). KiloBytes, MegaBytes and GigaBytes are powers of two, as
 * VMware means them.
 */
final class Capacity {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
  private static final Pattern FACTOR = Pattern.compile("\\*([0-9]{1,19})(?:\\^([0-9]{1,2}))?");
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);

  private Capacity() {}

  /**
   * The capacity in bytes; empty when nothing is said, or a property of the deployment decides.
   *
   * @param where the disk and its descriptor, for messages
   */
  static OptionalLong bytes(@Nullable String number, @Nullable String units, String where)
      throws DiskFormatException {
    if (number == null || number.isEmpty() || number.startsWith("${")) {
      return OptionalLong.empty();
    }
    BigInteger unit = units == null || units.isEmpty() ? BigInteger.ONE : unit(units);
    if (unit == null || !NUMBER.matcher(number).matches()) {
      throw refused(number, units, where);
    }
    BigInteger bytes = new BigInteger(number).multiply(unit);
    if (bytes.compareTo(LIMIT) >= 0) {
      throw refused(number, units, where);
    }
    return OptionalLong.of(bytes.longValueExact());
  }

  /** The bytes of a unit; null when it is not understood. */
  private static @Nullable BigInteger unit(String units) {
    String compact = units.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    switch (compact) {
      case "kilobytes":
        return BigInteger.ONE.shiftLeft(10);
      case "megabytes":
        return BigInteger.ONE.shiftLeft(20);
      case "gigabytes":
        return BigInteger.ONE.shiftLeft(30);
      default:
        return compact.startsWith("byte") ? product(compact.substring("byte".length())) : null;
    }
  }

  private static @Nullable BigInteger product(String factors) {
    BigInteger product = BigInteger.ONE;
    Matcher factor = FACTOR.matcher(factors);
    int end = 0;
    while (end < factors.length()) {
      if (!factor.find(end) || factor.start() != end) {
        return null;
      }
      int power = factor.group(2) == null ? 1 : Integer.parseInt(factor.group(2));
      product = product.multiply(new BigInteger(factor.group(1)).pow(power));
      if (product.compareTo(LIMIT) >= 0) {
        return LIMIT;
      }
      end = factor.end();
    }
    return product;
  }

  private static DiskFormatException refused(String number, @Nullable String units, String where) {
    return OvaError.damaged(
        OvaError.CAPACITY,
        where,
        "its capacity is \"%s\" in units of \"%s\"; allowed are whole numbers below 2^63 bytes"
            .formatted(OvaError.shown(number), OvaError.shown(units == null ? "byte" : units)));
  }
}
