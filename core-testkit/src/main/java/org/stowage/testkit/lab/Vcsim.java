package org.stowage.testkit.lab;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * govmomi's own simulator, untouched, that runs as long as this is open: what somebody else thinks
 * a vCenter, or a host, is. It describes disks and keeps no content of imports.
 */
public final class Vcsim implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("GOVC_URL=(\\S+)");

  private final LabProcess process;
  private final URI address;

  private Vcsim(LabProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one.
   *
   * @param options of vcsim, such as {@code -esx} for a host without a vCenter, or {@code -ds 3}
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static Vcsim start(String... options) throws IOException {
    String[] all =
        Stream.concat(Stream.of("-l", "127.0.0.1:0"), Stream.of(options)).toArray(String[]::new);
    LabProcess process = LabProcess.start("vcsim", "-stdinexit", all);
    Matcher found = ADDRESS.matcher(process.firstLine());
    if (!found.find()) {
      process.close();
      throw new IOException("vcsim did not say where it is: " + process.firstLine());
    }
    return new Vcsim(process, URI.create(found.group(1)));
  }

  /** The address of its API, without user and password. */
  public String url() {
    return "https://" + address.getHost() + ":" + address.getPort() + address.getPath();
  }

  /** One of those it lets in: it lets in anybody. */
  public String username() {
    return address.getUserInfo().split(":", 2)[0];
  }

  public String password() {
    return address.getUserInfo().split(":", 2)[1];
  }

  /**
   * What govc, and Stowage's target {@code govc}, want in the environment. Nobody vouches for its
   * certificate.
   */
  public Map<String, String> environment() {
    return Map.of(
        "GOVC_URL", url(),
        "GOVC_USERNAME", username(),
        "GOVC_PASSWORD", password(),
        "GOVC_INSECURE", "true");
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
