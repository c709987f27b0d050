package org.stowage.runtime.config;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.stowage.api.StorageException;

/** The keys that say which servers are believed, in whichever table they stand. */
final class TrustTable {

  private TrustTable() {}

  /**
   * Reads {@code ca_file}, {@code thumbprint} and {@code insecure}.
   *
   * @param file the configuration; paths are relative to its folder
   */
  static TargetConfig.Trust read(TomlTable table, Path file) throws StorageException {
    String caFile = table.text("ca_file");
    String thumbprint = table.text("thumbprint");
    boolean insecure = table.flag("insecure", false);
    if (insecure && (caFile != null || thumbprint != null)
        || caFile != null && thumbprint != null) {
      throw table.wrong("insecure", "the only one given of insecure, ca_file and thumbprint");
    }
    if (thumbprint != null && !thumbprint.matches("([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}")) {
      throw table.wrong("thumbprint", "a SHA-256 thumbprint: 64 hexadecimal digits");
    }
    return new TargetConfig.Trust(
        caFile == null ? List.of() : besides(file, caFile), thumbprint, insecure);
  }

  private static List<Path> besides(Path file, String paths) {
    return Arrays.stream(paths.split(File.pathSeparator))
        .map(path -> file.toAbsolutePath().resolveSibling(path).normalize())
        .toList();
  }
}
