package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.testkit.RealPeers;

/**
 * What javadoc and docs/embedding.md show to writers of host applications: compiled and run, each
 * as a program in a folder with an image and the plugins.
 */
class DocumentedExamplesIT {

  private static final Path PROJECT = ThirdParty.sources();
  private static final Path RUNTIME =
      PROJECT.resolve("core-runtime/src/main/java/org/stowage/runtime");
  private static final Path DISTRIBUTION = InstalledStowage.distribution().toAbsolutePath();
  private static final Pattern IN_JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?) \\* \\}</pre>", Pattern.DOTALL);
  private static final Pattern IN_PAGE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String PROGRAM =
      """
      import com.google.inject.*;
      import java.nio.file.*;
      import java.util.*;
      import java.util.concurrent.*;
      import org.stowage.api.*;
      import org.stowage.runtime.*;
      import org.stowage.runtime.config.*;
      import org.stowage.runtime.deploy.*;
      import org.stowage.runtime.guice.*;
      import org.stowage.runtime.plugin.*;
      import org.stowage.runtime.plugin.fence.*;

      class Program {
        public static void main(String[] arguments) throws Exception {
          Path home = Path.of("home");
          Path plugins = Path.of("plugins");
          %s
        }
      }
      """;

  @TempDir private Path folder;

  /** Runs examples one after the other; returns what they print. */
  private List<String> run(Path source, Pattern examples) throws Exception {
    List<String> found =
        examples.matcher(Files.readString(source)).results().map(this::statements).toList();
    Path program =
        Files.writeString(
            folder.resolve("Program.java"), PROGRAM.formatted(String.join("\n", found)));
    Files.copy(InstalledStowage.helloOva(), folder.resolve("ubuntu.ova"));
    RealPeers.run(folder, "cp", "-r", DISTRIBUTION.resolve("plugins").toString(), "plugins");
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--class-path",
                libraries(),
                program.toString())
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = process.waitFor(240, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended && process.exitValue() == 0, found + "\n" + Files.readString(errors));
    return Files.readAllLines(output);
  }

  /** Those of the distribution, but for the command and its logger, which would print as well. */
  private static String libraries() throws IOException {
    try (Stream<Path> jars = Files.list(DISTRIBUTION.resolve("lib"))) {
      return jars.filter(jar -> !jar.getFileName().toString().matches("(stowage-dist|logback).*"))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private String statements(MatchResult example) {
    return "{" + example.group(1).replaceAll("(?m)^ \\* ?", "") + "}";
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  @Test
  void ofTheRuntime() throws Exception {
    assertEquals(
        folder.resolve("home/datastores/local/web-1/web-1.vmdk").toString(),
        last(run(RUNTIME.resolve("Stowage.java"), IN_JAVADOC)));
  }

  @Test
  void ofTheService() throws Exception {
    assertEquals(
        folder.resolve("home/datastores/local/web-1/web-1.vmdk").toString(),
        last(run(RUNTIME.resolve("StowageService.java"), IN_JAVADOC)));
  }

  @Test
  void ofTheModuleForGuice() throws Exception {
    assertEquals(
        List.of("ova", "scaleio", "vmfs-nfs", "vsan", "vvol"),
        run(RUNTIME.resolve("guice/StowageModule.java"), IN_JAVADOC));
  }

  @Test
  void ofThePage() throws Exception {
    List<String> printed = run(PROJECT.resolve("docs/embedding.md"), IN_PAGE);

    List<String> expected =
        List.of(
            "vvol OK",
            "not-found",
            "fast",
            folder.resolve("home/datastores/local/web-1/web-1.vmx").toString(),
            "web-1",
            "1",
            "true");
    assertEquals(expected, printed.stream().filter(expected::contains).toList());
  }
}
