package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The assembled {@code stowage} command on a data folder, each run a process of its own. */
final class InstalledStowage {

  private static final long TIMEOUT_SECONDS = 240;

  private final Path home;
  private final Path launcher;
  private final Map<String, String> environment = new TreeMap<>();

  private InstalledStowage(Path home, Path launcher) {
    this.home = home;
    this.launcher = launcher;
  }

  /** The distribution this build assembled. */
  static InstalledStowage on(Path home) {
    return new InstalledStowage(home, distribution().resolve("bin/stowage"));
  }

  /** A copy of the distribution. */
  static InstalledStowage of(Path distribution, Path home) {
    return new InstalledStowage(home, distribution.resolve("bin/stowage"));
  }

  static Path distribution() {
    return Path.of(System.getProperty("stowage.distribution.folder"));
  }

  /** The image that comes with the source. */
  static Path helloOva() {
    return Path.of(System.getProperty("stowage.examples.folder"), "hello.ova");
  }

  InstalledStowage with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Path datastore() {
    return home.resolve("datastores/local");
  }

  /** What operations that have not ended, or died, have on the datastore. */
  List<String> unfinished() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("vmware_temp", ".stowage/scratch")) {
      Path path = datastore().resolve(folder);
      if (Files.isDirectory(path)) {
        try (Stream<Path> entries = Files.list(path)) {
          entries.map(Path::toString).forEach(found::add);
        }
      }
    }
    return found;
  }

  Outcome run(String... args) throws IOException, InterruptedException {
    return start(args).outcome();
  }

  /** Runs a command that must succeed. */
  Outcome succeed(String... args) throws IOException, InterruptedException {
    Outcome outcome = run(args);
    assertEquals(0, outcome.status(), outcome::toString);
    return outcome;
  }

  /** Runs a command that must succeed, and reads its JSON. */
  JsonNode json(String... args) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("-o", "json"));
    return succeed(all.toArray(String[]::new)).json();
  }

  Running start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(List.of(args));
    return start(command);
  }

  /** Starts another program in the same surroundings, such as one that starts stowage. */
  Running start(List<String> command) throws IOException {
    Path out = Files.createTempFile("stowage", ".out");
    Path err = Files.createTempFile("stowage", ".err");
    // What a shell starts in the background ignores INT, and so does all that it starts.
    List<String> interruptible = new ArrayList<>(List.of("env", "--default-signal=INT"));
    interruptible.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(interruptible).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("STOWAGE_HOME", home.toString());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  Path launcher() {
    return launcher;
  }

  /** A run that may not have ended. */
  record Running(Process process, Path out, Path err) {

    /** Waits for the end. */
    Outcome outcome() throws IOException, InterruptedException {
      return outcome(TIMEOUT_SECONDS);
    }

    Outcome outcome(long timeoutSeconds) throws IOException, InterruptedException {
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail("still running after " + timeoutSeconds + " s: " + Files.readString(err));
      }
      Outcome outcome =
          new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return outcome;
    }

    /** Sends a signal, such as INT. The launcher replaces itself by the JVM, so it reaches that. */
    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
  }

  /** How a run ended. */
  record Outcome(int status, String out, String err) {

    /** What it printed as JSON. */
    JsonNode json() throws JsonProcessingException {
      return new ObjectMapper().readTree(out);
    }

    /** The last line of the standard error as JSON. */
    JsonNode error() throws JsonProcessingException {
      String[] lines = err.split("\n");
      return new ObjectMapper().readTree(lines[lines.length - 1]).get("error");
    }
  }
}
