package org.stowage.testkit.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.stowage.testkit.RealPeers;

/**
 * govmomi's command against a server: a client of somebody else's, each call a session of its own.
 */
public final class Govc {

  private static final long LONGEST_RUN_SECONDS = 60;

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder for what it keeps
   * @param environment what it wants in the environment
   */
  public Govc(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = new TreeMap<>(environment);
    this.environment.put("GOVC_PERSIST_SESSION", "false");
    this.environment.put("GOVMOMI_HOME", folder.toString());
  }

  Govc with(String variable, String value) {
    Map<String, String> other = new TreeMap<>(environment);
    other.put(variable, value);
    return new Govc(folder, other);
  }

  /** Runs a command that must succeed, and gives what it said. */
  public String run(String... arguments) throws Exception {
    Running running = start(arguments);
    String output = running.output();
    if (running.status() != 0) {
      throw new AssertionError(String.join(" ", arguments) + " failed: " + output);
    }
    return output;
  }

  /** Runs a command that must fail, and gives what it said. */
  public String fail(String... arguments) throws Exception {
    Running running = start(arguments);
    String output = running.output();
    if (running.status() == 0) {
      throw new AssertionError(String.join(" ", arguments) + " did not fail: " + output);
    }
    return output;
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(RealPeers.require("govc").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.redirectErrorStream(true).start());
  }

  /** A command that has been started. */
  record Running(Process process) {

    /** All it says until it ends. */
    String output() throws IOException {
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    int status() throws InterruptedException {
      if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("govc ran for more than " + LONGEST_RUN_SECONDS + " s");
      }
      return process.exitValue();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
