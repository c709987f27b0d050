package org.stowage.testkit.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.testkit.RealPeers;

/** A lab's program, which says in one line of JSON where it is and ends with this process. */
final class LabProcess implements AutoCloseable {

  private final String program;
  private final Process process;
  private final String description;

  private LabProcess(String program, Process process, String description) {
    this.program = program;
    this.process = process;
    this.description = description;
  }

  /**
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  static LabProcess start(String program, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(RealPeers.require(program).toString());
    // So that it ends with this process, however that ends.
    command.add("--until-eof");
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      process.destroyForcibly();
      throw new IOException(program + " ended before it said where it is");
    }
    return new LabProcess(program, process, line);
  }

  /**
   * The first text of this key. The line has no escapes, and is flat as far as it is read here.
   *
   * @throws AssertionError when it has none
   */
  String text(String key) {
    Matcher found = Pattern.compile("\"" + key + "\":\"(?<value>[^\"]*)\"").matcher(description);
    if (!found.find()) {
      throw new AssertionError(program + " did not say its " + key + ": " + description);
    }
    return found.group("value");
  }

  /** The texts of this key, in order. */
  List<String> texts(String key) {
    return Pattern.compile("\"" + key + "\":\"([^\"]*)\"")
        .matcher(description)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** Ends it as a crash of the machine would, without a chance to clean up. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it, and waits until its folders are gone. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(program + " did not end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
