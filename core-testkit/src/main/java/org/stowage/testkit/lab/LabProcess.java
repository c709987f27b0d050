package org.stowage.testkit.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.testkit.RealPeers;

/**
 * A server's program, which says in its first line where it is, and ends when its standard input
 * does: with this process, however that ends. What it logs goes to this process's standard error.
 */
final class LabProcess implements AutoCloseable {

  private final String program;
  private final Process process;
  private final String firstLine;

  private LabProcess(String program, Process process, String firstLine) {
    this.program = program;
    this.process = process;
    this.firstLine = firstLine;
  }

  /**
   * Starts it, and waits for its first line.
   *
   * @param untilEof the option by which it ends with its standard input
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  static LabProcess start(String program, String untilEof, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(RealPeers.require(program).toString());
    command.add(untilEof);
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
    Thread drain = new Thread(() -> drain(out), program + " output");
    drain.setDaemon(true);
    drain.start();
    return new LabProcess(program, process, line);
  }

  /** A server whose words nobody takes would stop at a full pipe. */
  private static void drain(BufferedReader out) {
    try (out) {
      out.lines().forEach(line -> {});
    } catch (IOException | UncheckedIOException e) {
      // It has ended, and the pipe with it.
      return;
    }
  }

  String firstLine() {
    return firstLine;
  }

  /**
   * The first text of this key. The line has no escapes, and is flat as far as it is read here.
   *
   * @throws AssertionError when it has none
   */
  String text(String key) {
    Matcher found = Pattern.compile("\"" + key + "\":\"(?<value>[^\"]*)\"").matcher(firstLine);
    if (!found.find()) {
      throw new AssertionError(program + " did not say its " + key + ": " + firstLine);
    }
    return found.group("value");
  }

  /** The texts of this key, in order. */
  List<String> texts(String key) {
    return Pattern.compile("\"" + key + "\":\"([^\"]*)\"")
        .matcher(firstLine)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** The process that it has started; its first one. */
  long firstChild() {
    return process.children().findFirst().orElseThrow().pid();
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
