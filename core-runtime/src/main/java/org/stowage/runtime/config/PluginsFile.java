package org.stowage.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.stowage.runtime.plugin.PluginRules;

/**
 * Reads {@code plugins.toml}, which says what plugins an installation runs. It is a file of its
 * own, because whoever uses the installation must not be able to switch off what whoever keeps it
 * wants.
 */
public final class PluginsFile {

  private static final int MOST_SECONDS = 86_400;

  private PluginsFile() {}

  /**
   * The rules for a folder of plugins.
   *
   * @param file need not exist: then the usual rules hold
   * @throws org.stowage.api.StorageException {@code configuration} for anything but a correct file
   */
  public static PluginRules read(Path file, Path folder) throws IOException {
    if (!Files.exists(file)) {
      return PluginRules.of(folder);
    }
    TomlTable table = TomlTable.read(file, "the rules for plugins", "Correct the file.");
    boolean locked = table.flag("locked", false);
    String signers = table.text("trusted_signers");
    int usual = (int) PluginRules.USUAL_PATIENCE.toSeconds();
    int patience = table.number("patience_secs", usual, 1, MOST_SECONDS);
    table.end();
    return new PluginRules(
        folder,
        locked,
        signers == null ? null : file.toAbsolutePath().resolveSibling(signers).normalize(),
        Duration.ofSeconds(patience));
  }
}
