package org.stowage.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is in a folder, for comparisons. */
final class FileTree {

  private FileTree() {}

  /** Everything below a folder, by relative path, files with their size. */
  static List<String> of(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted().toList()) {
        String size = Files.isRegularFile(path) ? " " + Files.size(path) : "/";
        found.add(folder.relativize(path) + size);
      }
    }
    return found;
  }
}
