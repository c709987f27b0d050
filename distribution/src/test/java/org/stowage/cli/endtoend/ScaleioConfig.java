package org.stowage.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.stowage.testkit.lab.LabGateway;

/** A configuration file that keeps the disks of instances on a lab's array. */
final class ScaleioConfig {

  private ScaleioConfig() {}

  static Path write(Path file, LabGateway lab) throws IOException {
    return Files.writeString(file, toml(lab.options()));
  }

  static String toml(Map<String, Object> options) {
    StringBuilder toml = new StringBuilder("[libvirt]\nimages_type = \"sio\"\n\n[scaleio]\n");
    for (Map.Entry<String, Object> each : options.entrySet()) {
      Object value = each.getValue();
      toml.append(each.getKey()).append(" = ");
      toml.append(value instanceof String ? "\"" + value + "\"" : value).append('\n');
    }
    return toml.toString();
  }
}
