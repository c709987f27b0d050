package org.stowage.testkit.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A lab vCenter that runs as long as this is open: datacenter {@code DC0}, cluster {@code
 * cluster-1}, and the datastores {@code vmfs-1}, {@code nfs-1}, {@code nfs41-1}, {@code vsan-1},
 * {@code vvol-1} that all hosts mount, {@code local-1} that one host does, {@code gone-1} that is
 * not accessible, and {@code maintenance-1}. A host alone ({@code --esxi}) has neither vSAN nor
 * virtual volumes.
 *
 * <p>The lab's program is {@value #PROGRAM} on the {@code PATH}. Safe for use by several threads.
 */
public final class LabVcenter implements AutoCloseable {

  private static final String PROGRAM = "stowage-lab-vcenter";

  private final LabProcess process;
  private final LabClient client;

  private LabVcenter(LabProcess process) throws IOException {
    this.process = process;
    this.client = new LabClient(process);
  }

  /**
   * Starts a lab.
   *
   * @param options as of {@code dev/lab vcenter}
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static LabVcenter start(String... options) throws IOException {
    return new LabVcenter(LabProcess.start(PROGRAM, "--until-eof", options));
  }

  /** The address of its API. */
  public String url() {
    return process.text("url");
  }

  /** Who may do all. */
  public String username() {
    return process.text("username");
  }

  /** Who may look at the inventory and do nothing else; the password is the same. */
  public String reader() {
    return process.text("reader");
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

  /** What it has seen, and what is open in it now. */
  public LabState state() throws IOException {
    return LabState.read(client.control("GET", "state", ""));
  }

  /**
   * Sets things that are to go wrong, beside those that are set.
   *
   * @param faults as of {@code dev/lab vcenter --fault}
   */
  public void fault(String... faults) throws IOException {
    client.control("POST", "fault", String.join("\n", faults));
  }

  /** Takes back what was to go wrong. */
  public void clearFaults() throws IOException {
    client.control("DELETE", "fault", "");
  }

  /** Ends it, and waits until its folders are gone. */
  @Override
  public void close() throws IOException {
    process.close();
  }
}
