package org.stowage.vmdk.stream;

import java.util.Arrays;

/** Digests by sector or table number, added in ascending order; 12 bytes each. */
final class DigestList {

  private int[] numbers = new int[64];
  private long[] digests = new long[64];
  private int count;

  /**
   * Adds a digest.
   *
   * @param number below 2^32, above all before
   */
  void add(long number, long digest) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count + count / 2);
      digests = Arrays.copyOf(digests, count + count / 2);
    }
    numbers[count] = key(number);
    digests[count++] = digest;
  }

  /** Where a number is; negative when it is not there. */
  int find(long number) {
    return Arrays.binarySearch(numbers, 0, count, key(number));
  }

  /** The digest at an index that {@link #find} returned. */
  long at(int index) {
    return digests[index];
  }

  /** Flips the sign, so that numbers sort as the unsigned ones they are. */
  private static int key(long number) {
    return (int) number ^ Integer.MIN_VALUE;
  }
}
