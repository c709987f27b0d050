package org.stowage.vmdk.inflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/** What has been expanded: the start of an array, up to a limit that nothing is written beyond. */
final class Expansion {

  private byte[] bytes = {};
  private int length;
  private int limit;

  void reset(byte[] bytes, int limit) {
    this.bytes = bytes;
    this.limit = limit;
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  int limit() {
    return limit;
  }

  /** Takes note of what someone else put at the end. */
  void setLength(int length) {
    this.length = length;
  }

  void add(byte literal) throws DataFormatException {
    checkRoom(1);
    bytes[length++] = literal;
  }

  void add(byte[] from, int start, int count) throws DataFormatException {
    checkRoom(count);
    System.arraycopy(from, start, bytes, length, count);
    length += count;
  }

  void repeat(int distance, int count) throws DataFormatException {
    if (distance > length) {
      throw new DataFormatException(
          "its data repeat what is %d bytes back, after %d bytes".formatted(distance, length));
    }
    checkRoom(count);
    repeat(bytes, length, distance, count);
    length += count;
  }

  /** Repeats bytes, also those that this itself puts there (3.2.3). */
  static void repeat(byte[] bytes, int at, int distance, int count) {
    if (distance >= count) {
      System.arraycopy(bytes, at - distance, bytes, at, count);
    } else if (distance == 1) {
      Arrays.fill(bytes, at, at + count, bytes[at - 1]);
    } else {
      for (int i = at; i < at + count; i++) {
        bytes[i] = bytes[i - distance];
      }
    }
  }

  private void checkRoom(int count) throws DataFormatException {
    if (count > limit - length) {
      throw new DataFormatException("it does not end after %d bytes".formatted(limit));
    }
  }
}
