package org.stowage.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.stowage.jarcheck.PackagedPluginContract;

/** The jars that are shipped, each by itself. */
@ParameterizedClass
@MethodSource("jars")
class PackagedPluginsIT extends PackagedPluginContract {

  @Parameter private Path jar;

  static List<Path> jars() throws IOException {
    Path folder = Path.of(System.getProperty("stowage.distribution.folder"), "plugins");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  @Override
  protected Path jar() {
    return jar;
  }
}
