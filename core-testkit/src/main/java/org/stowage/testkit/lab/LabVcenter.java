package org.stowage.testkit.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A lab vCenter that runs as long as this is open: a cluster with the datastores {@code vmfs-1},
 * {@code nfs-1}, {@code nfs41-1}, {@code vsan-1}, {@code vvol-1}, and {@code local-1} which only
 * one host mounts. What it writes to its log goes to this process's standard error.
 */
public final class LabVcenter implements AutoCloseable {

  private static final String PROGRAM = "stowage-lab-vcenter";

  private final LabProcess process;

  private LabVcenter(LabProcess process) {
    this.process = process;
  }

  /**
   * Starts a lab.
   *
   * @param options as of {@code dev/lab vcenter}
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static LabVcenter start(String... options) throws IOException {
    return new LabVcenter(LabProcess.start(PROGRAM, options));
  }

  /** The address of its API. */
  public String url() {
    return process.text("url");
  }

  public String username() {
    return process.text("username");
  }

  public String password() {
    return process.text("password");
  }

  /** The certificate of the authority that its own is signed by. */
  public Path caFile() {
    return Path.of(process.text("caFile"));
  }

  /** SHA-256 of its certificate. */
  public String thumbprint() {
    return process.text("thumbprint");
  }

  /** Where counters of what it has seen are served, as JSON. */
  public String control() {
    return process.text("control");
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

  /** Ends it, and waits until its folders are gone. */
  @Override
  public void close() throws IOException {
    process.close();
  }
}
