package org.stowage.testkit.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A simulated gateway of a ScaleIO array that runs as long as this is open, with the hosts that use
 * it.
 *
 * <p>The array has the protection domains {@code domain1} (pools {@code pool1}, {@code pool2} and
 * {@code unpadded}) and {@code domain2} (a pool {@code pool1} as well). Two hosts are known to it:
 * this machine, and a second one with a folder of links of its own. Volumes are sparse files; while
 * one is mapped, a device leads to it: a loop device where this process is root, else the file.
 *
 * <p>Safe for use by several threads.
 */
public final class LabGateway implements AutoCloseable {

  private static final String PROGRAM = "stowage-lab-gateway";

  private final LabProcess process;
  private final LabClient client;

  private LabGateway(LabProcess process) throws IOException {
    this.process = process;
    this.client = new LabClient(process);
  }

  /**
   * A call that the gateway has answered.
   *
   * @param operation its last word, such as {@code addMappedSdc} or {@code createVolume}
   * @param body as it was sent; empty when there was none, and for logins
   */
  public record Call(String operation, int status, String method, String path, String body) {}

  /**
   * A volume of the array.
   *
   * @param type as the array calls it, such as {@code ThinProvisioned}
   * @param file what holds its content
   * @param mappedTo GUIDs of the hosts it is mapped to
   */
  public record LabVolume(
      String name,
      String id,
      long capacityBytes,
      String type,
      String domain,
      String pool,
      Path file,
      List<String> mappedTo) {}

  /**
   * A host of the lab.
   *
   * @param guid its SDC's
   * @param byIdFolder where links to its devices are
   * @param drvCfg the program by which its SDC is asked
   */
  public record LabHost(String guid, Path byIdFolder, Path drvCfg) {}

  /**
   * Starts a lab.
   *
   * @param byIdFolder where links to this machine's devices go; made if it is missing
   * @param options as of {@code dev/lab gateway}
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static LabGateway start(Path byIdFolder, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--by-id-folder=" + byIdFolder);
    return new LabGateway(LabProcess.start(PROGRAM, "--until-eof", all.toArray(String[]::new)));
  }

  /** The address of the gateway, without a path. */
  public URI url() {
    return URI.create(process.text("url"));
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

  /** Its own certificate. */
  public Path certificateFile() {
    return Path.of(process.text("certificateFile"));
  }

  public String systemId() {
    return process.text("systemId");
  }

  /**
   * The options with which this machine uses the array, as a configuration's table would have them:
   * pool1 of domain1, and little patience with devices. A map of its own at every call.
   */
  public Map<String, Object> options() {
    Map<String, Object> options = new HashMap<>();
    options.put("rest_server_ip", url().getHost());
    options.put("rest_server_port", (long) url().getPort());
    options.put("rest_server_username", username());
    options.put("rest_server_password", password());
    options.put("default_protection_domain_name", "domain1");
    options.put("default_storage_pool_name", "pool1");
    options.put("verify_server_certificate", true);
    options.put("server_certificate_path", caFile().toString());
    options.put("drv_cfg_path", thisHost().drvCfg().toString());
    options.put("by_id_path", thisHost().byIdFolder().toString());
    options.put("device_timeout", 1L);
    return options;
  }

  /** This machine as the gateway knows it. */
  public LabHost thisHost() {
    return host(0);
  }

  /** Another host. Its devices are on this machine as well. */
  public LabHost otherHost() {
    return host(1);
  }

  private LabHost host(int index) {
    // The first of each stands for this machine at the top level.
    return new LabHost(
        process.texts("sdcGuid").get(index + 1),
        Path.of(process.texts("byIdFolder").get(index + 1)),
        Path.of(process.texts("drvCfg").get(index + 1)));
  }

  /**
   * Lets something go wrong from now on.
   *
   * @param fault as of {@code dev/lab gateway --fault}
   */
  public void fault(String fault) throws IOException {
    client.control("POST", "faults", "{\"fault\":\"" + fault + "\"}");
  }

  /** Ends all faults. */
  public void clearFaults() throws IOException {
    client.control("DELETE", "faults", "");
  }

  /** Sets the clock forward by which tokens age. */
  public void advanceClock(Duration by) throws IOException {
    client.control("POST", "clock", "{\"advanceSeconds\":" + by.toSeconds() + "}");
  }

  /** All calls since the start or {@link #forgetCalls()}, in order. */
  public List<Call> calls() throws IOException {
    return client
        .control("GET", "calls.txt", "")
        .lines()
        .map(line -> line.split("\t", -1))
        .map(part -> new Call(part[0], Integer.parseInt(part[1]), part[2], part[3], part[4]))
        .toList();
  }

  /** The operations of all {@link #calls()}. */
  public List<String> operations() throws IOException {
    return calls().stream().map(Call::operation).toList();
  }

  public void forgetCalls() throws IOException {
    client.control("DELETE", "calls", "");
  }

  /** All volumes of the array, the oldest first. */
  public List<LabVolume> volumes() throws IOException {
    return client
        .control("GET", "volumes.txt", "")
        .lines()
        .map(line -> line.split("\t", -1))
        .map(
            part ->
                new LabVolume(
                    part[0],
                    part[1],
                    Long.parseLong(part[2]) * 1024,
                    part[3],
                    part[4],
                    part[5],
                    Path.of(part[6]),
                    part[7].isEmpty() ? List.of() : List.of(part[7].split(","))))
        .toList();
  }

  /** The volume of this name. */
  public Optional<LabVolume> volume(String name) throws IOException {
    return volumes().stream().filter(volume -> volume.name().equals(name)).findFirst();
  }

  /** The link that leads to a volume's device on a host while it is mapped there. */
  public Path link(LabHost host, LabVolume volume) {
    return host.byIdFolder().resolve("emc-vol-" + systemId() + "-" + volume.id());
  }

  /** Sends a request as any client would; the answer may be an error. */
  public HttpResponse<String> send(HttpRequest request) throws IOException {
    return client.send(request);
  }

  /** Ends it as a crash would: what it made outside of its folder stays. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** Ends it, and waits until everything it made is gone. */
  @Override
  public void close() throws IOException {
    process.close();
  }
}
