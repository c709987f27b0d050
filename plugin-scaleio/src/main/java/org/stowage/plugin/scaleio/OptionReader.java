package org.stowage.plugin.scaleio;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** Reads a table of options, each once, and then knows which ones nobody asked for. */
final class OptionReader {

  private final String table;
  private final Map<String, Object> left;

  OptionReader(String table, Map<String, Object> options) {
    this.table = table;
    this.left = new TreeMap<>(options);
  }

  /** What an option must be. */
  static StorageException wrong(String option, String wanted) {
    return new StorageException(
        CommonError.CONFIGURATION, option + " must be " + wanted, "Set it, or leave it out.");
  }

  private StorageException must(String option, String wanted) {
    return wrong("[" + table + "] " + option, wanted);
  }

  String text(String option) throws StorageException {
    String value = optional(option);
    if (value == null) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "the option " + option + " is missing in [" + table + "]",
          "Set it.");
    }
    return value;
  }

  String text(String option, String usual) throws StorageException {
    String value = optional(option);
    return value == null ? usual : value;
  }

  @Nullable String optional(String option) throws StorageException {
    Object value = left.remove(option);
    if (value == null || value instanceof String text && !text.isEmpty()) {
      return (String) value;
    }
    throw must(option, "a text that is not empty");
  }

  long number(String option, long usual, long least, long most) throws StorageException {
    Object value = left.remove(option);
    if (value == null) {
      return usual;
    }
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw must(option, "a whole number from " + least + " to " + most);
  }

  boolean flag(String option, boolean usual) throws StorageException {
    Object value = left.remove(option);
    if (value == null) {
      return usual;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw must(option, "true or false");
  }

  Path path(String option, String value) throws StorageException {
    try {
      Path path = Path.of(value);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw must(option, "an absolute path");
  }

  String guid(String option, String value) throws StorageException {
    if (value.strip().matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
      return value.strip();
    }
    throw must(option, "a GUID as drv_cfg --query_guid prints it");
  }

  URI https(String option, String host, long port) throws StorageException {
    try {
      URI uri = new URI("https", null, host, Math.toIntExact(port), null, null, null);
      if (uri.parseServerAuthority().getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw must(option, "a host name or an address");
  }

  /**
   * @throws StorageException when there are options that nobody asked for
   */
  void end() throws StorageException {
    if (!left.isEmpty()) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "unknown in [" + table + "]: " + String.join(", ", left.keySet()),
          "Look at the names of the options.");
    }
  }
}
