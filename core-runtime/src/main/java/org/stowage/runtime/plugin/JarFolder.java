package org.stowage.runtime.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** A folder of plugin jars, as files. */
record JarFolder(Path folder) {

  /**
   * All jars in it, those that are out of use included, in order of their names. Hidden files and
   * files of other types are left alone.
   *
   * @throws StorageException {@code configuration} when there is no such folder
   */
  List<Path> jars() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "loading plugins: there is no folder " + folder,
          "Make the folder, or name the one that holds the plugins.");
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, JarFolder::isJar)) {
      entries.forEach(jars::add);
    }
    jars.sort(null);
    return jars;
  }

  /** Whether a file with this name would be loaded. */
  static boolean isEnabledJar(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".jar") && !name.startsWith(".");
  }

  private static boolean isJar(Path file) {
    return isEnabledJar(file.resolveSibling(InspectedJar.enabledName(file)));
  }
}
