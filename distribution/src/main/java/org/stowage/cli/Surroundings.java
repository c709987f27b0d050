package org.stowage.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the command finds around itself.
 *
 * @param userHome taken when the environment does not name the user's home
 * @param plugins the folder of plugin jars
 * @param pluginsFile the rules for them; need not exist
 * @param out unbuffered
 * @param terminalColumns the width of the terminal behind {@code err}; 0 when there is none
 */
record Surroundings(
    Map<String, String> environment,
    Path userHome,
    Path plugins,
    Path pluginsFile,
    OutputStream out,
    PrintStream err,
    int terminalColumns) {

  /** Those of this process, as the launcher prepared them. */
  static Surroundings ofProcess() {
    Path distribution = Path.of(System.getProperty("stowage.distribution", "."));
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        distribution.resolve("plugins"),
        distribution.resolve("conf/plugins.toml"),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Integer.getInteger("stowage.terminal.columns", 0));
  }
}
