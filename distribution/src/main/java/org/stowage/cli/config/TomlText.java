package org.stowage.cli.config;

import java.util.StringJoiner;

/** Writes a configuration as the file that would say the same. */
final class TomlText {

  private final StringJoiner lines = new StringJoiner("\n");

  TomlText(ConfigResult config) {
    lines.add("# data folder: " + config.home());
    lines.add(
        "# read from: "
            + (config.file() == null ? "no file, these are the defaults" : config.file()));
    lines.add("default_target = " + quoted(config.defaultTarget()));
    config.targets().forEach(this::add);
  }

  private void add(ConfigResult.Target target) {
    String table = "targets." + quoted(target.name());
    lines.add("").add("[" + table + "]");
    lines.add("kind = " + quoted(target.kind()));
    lines.add("convert_images = " + target.convertImages());
    lines.add("use_linked_clone = " + target.useLinkedClone());
    if (target.datastoreRegex() != null) {
      lines.add("datastore_regex = " + quoted(target.datastoreRegex()));
    }
    for (ConfigResult.Datastore datastore : target.datastores()) {
      lines.add("").add("[" + table + ".datastores." + quoted(datastore.name()) + "]");
      lines.add("type = " + quoted(datastore.type()));
      lines.add("path = " + quoted(datastore.path()));
      if (datastore.capacityBytes() != null) {
        lines.add("capacity = " + datastore.capacityBytes());
      }
      lines.add("maintenance = " + datastore.maintenance());
    }
  }

  /** A basic string of TOML 1.0. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\u%04X", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
