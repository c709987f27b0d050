package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;

/** A host application among the examples, built by itself from what is published. */
record ExampleHost(String name, Path target) {

  static ExampleHost build(String name) throws Exception {
    Path unused = Path.of("");
    Outcome built =
        ThirdParty.run(unused, "third-party", "mvn", "-B", "-f", "examples/" + name, "package");
    assertEquals(0, built.status(), built::toString);
    return new ExampleHost(name, ThirdParty.sources().resolve("examples/" + name + "/target"));
  }

  /** The plugins that came with it. */
  Path plugins() {
    return target.resolve("plugins");
  }

  /** Starts it with a folder of plugins, one for data, and one more argument. */
  Process start(Path plugins, Path home, String last, Path output) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            target.resolve(name + ".jar").toString(),
            plugins.toString(),
            home.toString(),
            last);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** Runs it to its end, which must be a good one; returns the lines it printed. */
  List<String> run(Path home, String last) throws Exception {
    Path output = Files.createTempFile(name, ".output");
    Process process = start(plugins(), home, last, output);
    try {
      int status = process.waitFor();
      assertEquals(0, status, Files.readString(output));
      return Files.readAllLines(output);
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
