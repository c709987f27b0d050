package org.stowage.plugin.ova.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.plugin.ova.error.OvaError;

/**
 * What extension members said about the member that follows them: GNU long names (L, K) and pax
 * headers (x, g). Where two of them speak of the same thing, tools differ in whom they believe, so
 * that is refused.
 */
final class Extensions {

  /** More than any name or set of records in use takes. */
  static final int MAX_BYTES = 64 * 1024;

  private final String archive;
  private @Nullable String longName;
  private @Nullable Map<String, String> pax;
  private boolean longLink;

  Extensions(String archive) {
    this.archive = archive;
  }

  /** Whether members of this type extend the next one. */
  static boolean isExtension(char type) {
    return type == 'L' || type == 'K' || type == 'x' || type == 'g';
  }

  boolean pending() {
    return longName != null || pax != null || longLink;
  }

  void add(char type, byte[] data) throws IOException {
    switch (type) {
      case 'L' -> {
        refuseSecond(longName != null);
        longName = upToNul(data);
      }
      case 'K' -> {
        refuseSecond(longLink);
        longLink = true;
      }
      case 'x' -> {
        refuseSecond(pax != null);
        pax = PaxRecords.parse(data, archive);
        refuseSparse(pax);
      }
      default -> checkGlobal(PaxRecords.parse(data, archive));
    }
  }

  /** The header that follows, as extended; forgets everything. */
  TarHeader apply(TarHeader header) throws IOException {
    Map<String, String> records = pax == null ? new HashMap<>() : pax;
    String path = records.get("path");
    refuseSecond(path != null && longName != null);
    String name = path != null ? path : longName != null ? longName : header.name();
    String size = records.get("size");
    longName = null;
    longLink = false;
    pax = null;
    return new TarHeader(name, size == null ? header.sizeBytes() : size(size), header.type());
  }

  private long size(String text) throws IOException {
    if (text.matches("[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    throw refused(
        "gives a size of \"%s\"; allowed is 0 to 10^18-1".formatted(OvaError.shown(text)));
  }

  private void checkGlobal(Map<String, String> records) throws IOException {
    refuseSparse(records);
    if (records.containsKey("path") || records.containsKey("size")) {
      throw refused("gives all members one name or size");
    }
  }

  private void refuseSparse(Map<String, String> records) throws IOException {
    for (String key : records.keySet()) {
      if (key.startsWith("GNU.sparse.")) {
        throw OvaError.refused(
            OvaError.MEMBER_TYPE,
            archive,
            "a member is stored as a sparse file, which no OVF tool reads",
            "Pack the archive again without tar's option --sparse.");
      }
    }
  }

  private void refuseSecond(boolean second) throws IOException {
    if (second) {
      throw refused("says a second time what another one said of the same member");
    }
  }

  private IOException refused(String what) {
    return OvaError.damaged(OvaError.TAR_EXTENSION, archive, "an extension header " + what);
  }

  private static String upToNul(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return new String(data, 0, end, UTF_8);
  }
}
