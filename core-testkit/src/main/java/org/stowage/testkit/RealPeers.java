package org.stowage.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The real programs a test compares with, such as {@code qemu-img}.
 *
 * <p>A test that lacks its peer is reported as aborted, never as passed. Where the environment
 * variable {@value #REQUIRED} is {@code true} it fails instead. Safe for use by many threads.
 */
public final class RealPeers {
  /** Name of the environment variable that makes a missing peer a failure. */
  public static final String REQUIRED = "STOWAGE_REQUIRE_PEERS";

  private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

  private RealPeers() {}

  /**
   * Finds a program on the {@code PATH}.
   *
   * @param program the plain file name of the program, without folder
   * @return its absolute path
   * @throws AssertionError if it is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static Path require(String program) {
    return require(
        program,
        System.getenv().getOrDefault("PATH", ""),
        Boolean.parseBoolean(System.getenv(REQUIRED)));
  }

  /**
   * Returns where a file is there that not every build makes.
   *
   * @param what says what it is
   * @throws AssertionError if it is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static void requireFile(Path file, String what) {
    if (!Files.exists(file)) {
      missing(what, Boolean.parseBoolean(System.getenv(REQUIRED)));
    }
  }

  /**
   * Returns where this process is root.
   *
   * @throws AssertionError if it is not and peers are required
   * @throws org.opentest4j.TestAbortedException if it is not otherwise
   */
  public static void requireRoot() {
    if (!System.getProperty("user.name").equals("root")) {
      missing("the rights of root", Boolean.parseBoolean(System.getenv(REQUIRED)));
    }
  }

  /**
   * Runs a program that must succeed.
   *
   * @param folder the folder it works in
   * @param program as for {@link #require(String)}
   * @param arguments its arguments
   * @return what it wrote on standard output and standard error
   * @throws AssertionError if it is missing and peers are required, or fails, or takes minutes
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   * @throws IOException if it cannot be started or its output cannot be read
   * @throws InterruptedException if this thread is interrupted; the program is ended then
   */
  public static String run(Path folder, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(require(program).toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(program, ".output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS);
      String text = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        String end = ended ? "failed with status " + process.exitValue() : "ran for too long";
        throw new AssertionError(String.join(" ", command) + " " + end + ": " + text);
      }
      return text;
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  static Path require(String program, String searchPath, boolean required) {
    return find(program, searchPath)
        .orElseGet(
            () -> missing("the program " + program + ", which is not on the PATH", required));
  }

  private static Optional<Path> find(String program, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator)) {
      Path candidate = Path.of(folder, program).toAbsolutePath();
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Path missing(String what, boolean required) {
    String message = "this test needs " + what;
    if (required) {
      throw new AssertionError(message + "; " + REQUIRED + "=true forbids to skip it");
    }
    return abort(message);
  }
}
