package org.stowage.plugin.scaleio.gateway;

import java.util.Optional;

/** The version of an array's API: numbers with dots between, of which the first two are kept. */
public record ArrayVersion(int major, int minor) implements Comparable<ArrayVersion> {

  private static final long GIB = 1L << 30;

  /** The least of {@link #capacityMultipleBytes()} over all versions. */
  public static final long LEAST_CAPACITY_MULTIPLE_BYTES = GIB;

  /**
   * @return empty when the text is no version
   */
  static Optional<ArrayVersion> parse(String text) {
    if (!text.matches("[0-9]{1,4}(\\.[0-9]{1,9})*")) {
      return Optional.empty();
    }
    String[] numbers = text.split("\\.");
    return Optional.of(
        new ArrayVersion(
            Integer.parseInt(numbers[0]), numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0));
  }

  /** What such an array allots capacity in. */
  public long capacityMultipleBytes() {
    return major >= 5 ? GIB : 8 * GIB;
  }

  @Override
  public int compareTo(ArrayVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
