package org.stowage.testkit.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stowage.testkit.RealPeers;

/**
 * A lab vCenter that runs as long as this is open: a cluster with the datastores {@code vmfs-1},
 * {@code nfs-1}, {@code nfs41-1}, {@code vsan-1}, {@code vvol-1}, and {@code local-1} which only
 * one host mounts. What it writes to its log goes to this process's standard error.
 */
public final class LabVcenter implements AutoCloseable {

  private static final String PROGRAM = "stowage-lab-vcenter";

  private final Process process;
  private final String description;

  private LabVcenter(Process process, String description) {
    this.process = process;
    this.description = description;
  }

  /**
   * Starts a lab.
   *
   * @param options as of {@code dev/lab vcenter}
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static LabVcenter start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(RealPeers.require(PROGRAM).toString());
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
      throw new IOException("the lab vCenter ended before it said where it is");
    }
    return new LabVcenter(process, line);
  }

  /** The address of its API. */
  public String url() {
    return text("url");
  }

  public String username() {
    return text("username");
  }

  public String password() {
    return text("password");
  }

  /** The certificate of the authority that its own is signed by. */
  public Path caFile() {
    return Path.of(text("caFile"));
  }

  /** SHA-256 of its certificate. */
  public String thumbprint() {
    return text("thumbprint");
  }

  /** Where counters of what it has seen are served, as JSON. */
  public String control() {
    return text("control");
  }

  /** The folder that holds a datastore's files. */
  public Path folder(String datastore) {
    return caFile().resolveSibling(datastore);
  }

  /** What govc, and Stowage's target {@code govc}, want in the environment. */
  public Map<String, String> environment() {
    return Map.of(
        "GOVC_URL", url(),
        "GOVC_USERNAME", username(),
        "GOVC_PASSWORD", password(),
        "GOVC_TLS_CA_CERTS", caFile().toString());
  }

  /** Its one line of JSON is flat as far as it is read here, and has no escapes. */
  private String text(String key) {
    Matcher found = Pattern.compile("\"" + key + "\":\"(?<value>[^\"]*)\"").matcher(description);
    if (!found.find()) {
      throw new AssertionError("the lab vCenter did not say its " + key + ": " + description);
    }
    return found.group("value");
  }

  /** Ends it, and waits until its folders are gone. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the lab vCenter did not end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
