package org.stowage.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The real programs a test compares with, such as {@code qemu-img}.
 *
 * <p>A test that lacks its peer is reported as aborted, never as passed. Where the environment
 * variable {@value #REQUIRED} is {@code true} it fails instead. Safe for use by many threads.
 */
public final class RealPeers {
  /** Name of the environment variable that makes a missing peer a failure. */
  public static final String REQUIRED = "STOWAGE_REQUIRE_PEERS";

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

  static Path require(String program, String searchPath, boolean required) {
    return find(program, searchPath).orElseGet(() -> missing(program, required));
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

  private static Path missing(String program, boolean required) {
    String message = "this test needs the program " + program + ", which is not on the PATH";
    if (required) {
      throw new AssertionError(message + "; " + REQUIRED + "=true forbids to skip it");
    }
    return abort(message);
  }
}
