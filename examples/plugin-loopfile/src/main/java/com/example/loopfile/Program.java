package com.example.loopfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** Runs programs of this host. */
final class Program {

  /** Where administrators' programs are, and not every user's PATH leads. */
  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));

  private Program() {}

  static boolean isThere(String program) {
    return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
  }

  /**
   * Runs a program that must succeed.
   *
   * @return what it printed, without white space around it
   */
  static String run(String program, String... arguments) throws IOException {
    Path found =
        FOLDERS.stream()
            .map(folder -> folder.resolve(program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of(program));
    ProcessBuilder command = new ProcessBuilder(found.toString());
    command.command().addAll(List.of(arguments));
    Process process = command.redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new StorageException(
            CommonError.IO,
            String.join(" ", command.command()) + " ended with status " + status + ": " + said,
            "Run it by hand; it may need more rights, or more room.");
      }
      return said;
    } catch (InterruptedException e) {
      throw interrupted("running " + program);
    } finally {
      process.destroyForcibly();
    }
  }

  static void pause(Duration length, String attempted) throws IOException {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(attempted);
    }
  }

  private static StorageException interrupted(String attempted) {
    Thread.currentThread().interrupt();
    return new StorageException(
        CommonError.INTERRUPTED,
        attempted + " was interrupted",
        "Do it again; it may be repeated.");
  }
}
