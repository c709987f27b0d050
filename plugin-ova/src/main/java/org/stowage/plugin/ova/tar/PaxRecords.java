package org.stowage.plugin.ova.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.stowage.plugin.ova.error.OvaError;

/**
 * The records of a pax header: {@code LENGTH KEY=VALUE\n}, where the length counts itself
 * (POSIX.1-2001, "pax Header Block").
 */
final class PaxRecords {

  /** The shortest record is {@code 5 k=\n}. */
  private static final int MIN_RECORD_BYTES = 5;

  private static final int MAX_LENGTH_DIGITS = 6;

  private final byte[] data;
  private final String where;
  private int position;

  private PaxRecords(byte[] data, String where) {
    this.data = data;
    this.where = where;
  }

  /** The records by key; of several with one key the last counts, as POSIX says. */
  static Map<String, String> parse(byte[] data, String where) throws IOException {
    return new PaxRecords(data, where).all();
  }

  private Map<String, String> all() throws IOException {
    Map<String, String> records = new HashMap<>();
    while (position < data.length && data[position] != 0) {
      int start = position;
      int length = length();
      int end = start + length;
      if (length < MIN_RECORD_BYTES || end > data.length || end <= position) {
        throw malformed("a record of %d bytes in %d".formatted(length, data.length - start));
      }
      String record = new String(data, position, end - position, UTF_8);
      int equals = record.indexOf('=');
      if (equals < 1 || !record.endsWith("\n")) {
        throw malformed("a record that is not KEY=VALUE and a line end");
      }
      records.put(record.substring(0, equals), record.substring(equals + 1, record.length() - 1));
      position = end;
    }
    return records;
  }

  private int length() throws IOException {
    int length = 0;
    for (int digits = 0; position < data.length; digits++) {
      byte next = data[position++];
      if (next == ' ' && digits > 0) {
        return length;
      }
      if (next < '0' || next > '9' || digits == MAX_LENGTH_DIGITS) {
        break;
      }
      length = length * 10 + (next - '0');
    }
    throw malformed("a record without a length");
  }

  private IOException malformed(String what) {
    return OvaError.damaged(
        OvaError.TAR_EXTENSION, where, "the pax header of a member holds " + what);
  }
}
