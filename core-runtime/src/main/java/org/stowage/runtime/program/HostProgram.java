package org.stowage.runtime.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** A program of this host, which speaks English here. Safe for use by several threads. */
public record HostProgram(Path file) {

  private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/sbin");

  /** How a run ended, and what it wrote. */
  public record Ended(int status, String output, String errors) {

    /** What it said, for an error message. */
    public String words() {
      String said = (errors + output).strip().replaceAll("\\s*\n\\s*", "; ");
      return "status " + status + (said.isEmpty() ? "" : ", " + said);
    }
  }

  /**
   * Finds a program on the PATH, or where system programs are.
   *
   * @throws StorageException {@code configuration} when it is not there
   */
  public static HostProgram find(String name) throws StorageException {
    return findAny(List.of(name))
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.CONFIGURATION,
                    "there is no program " + name + " in " + String.join(", ", folders()),
                    "Install it."));
  }

  /** The first of some programs that is there. */
  public static Optional<HostProgram> findAny(List<String> names) {
    for (String name : names) {
      for (String folder : folders()) {
        Path candidate = Path.of(folder, name);
        if (Files.isExecutable(candidate)) {
          return Optional.of(new HostProgram(candidate));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> folders() {
    List<String> folders = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (!folder.isEmpty()) {
        folders.add(folder);
      }
    }
    // Not every user has these on the PATH.
    folders.addAll(SYSTEM_FOLDERS);
    return folders;
  }

  /**
   * Runs it without input, and waits for its end. It does not outlive this call.
   *
   * @throws StorageException {@code io} when it takes longer than it may; {@code interrupted}
   */
  public Ended run(Duration most, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(arguments);
    Path output = Files.createTempFile("stowage-program", ".output");
    Path errors = Files.createTempFile("stowage-program", ".errors");
    Process process = null;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().put("LC_ALL", "C");
      process = builder.start();
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StorageException(
            CommonError.IO,
            "running "
                + String.join(" ", command)
                + ": it takes more than "
                + most.toSeconds()
                + " s",
            "See what it waits for.");
      }
      return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while " + file.getFileName() + " ran", "", e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }
}
