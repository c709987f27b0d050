package org.stowage.testkit.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stowage.testkit.RealPeers;

/**
 * A Keystone and a Glance, the real ones, that run as long as this is open, with SQLite and files
 * in a temporary folder. There are two users, {@code ann} and {@code ben}, each with the role
 * member on a project of their own ({@code images}, {@code others}).
 */
public final class LabOpenstack implements AutoCloseable {

  private static final String PROGRAM = "stowage-lab-openstack";

  private final LabProcess process;

  private LabOpenstack(LabProcess process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param options of the lab, {@code --tls}, {@code --largest-image-bytes=5}
   * @throws AssertionError if the program is missing and peers are required
   * @throws org.opentest4j.TestAbortedException if it is missing otherwise
   */
  public static LabOpenstack start(String... options) throws IOException {
    return new LabOpenstack(LabProcess.start(PROGRAM, "--until-eof", options));
  }

  /** Keystone's address, with the version of its API. */
  public String identity() {
    return process.text("identity");
  }

  /** Glance's address, without a version. */
  public String image() {
    return process.text("image");
  }

  /** Whom to believe where it speaks HTTPS. */
  public Path caFile() {
    return Path.of(process.text("ca"));
  }

  /** Where Glance keeps the bytes of an image. */
  public Path stored(String imageId) {
    return Path.of(process.text("folder"), "images", imageId);
  }

  /** An awkward one. */
  public String password(String user) {
    return user + "'s password: #1 @home";
  }

  /** The id of a user's application credential. */
  public String credential(String user) {
    return process.text(user + "Credential");
  }

  /** The secret of that. */
  public String secret(String user) {
    return user + "-secret";
  }

  /** What an rc file sets for a user. */
  public Map<String, String> environment(String user) {
    Map<String, String> variables = new HashMap<>();
    variables.put("OS_AUTH_URL", identity());
    variables.put("OS_USERNAME", user);
    variables.put("OS_PASSWORD", password(user));
    variables.put("OS_PROJECT_NAME", user.equals("ann") ? "images" : "others");
    variables.put("OS_USER_DOMAIN_NAME", "Default");
    variables.put("OS_PROJECT_DOMAIN_ID", "default");
    variables.put("OS_REGION_NAME", "here");
    variables.put("OS_IDENTITY_API_VERSION", "3");
    return variables;
  }

  /**
   * Runs OpenStack's own command as a user, which must succeed.
   *
   * @return what it writes on standard output
   */
  public String openstack(String user, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(RealPeers.require("openstack-client").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment(user));
    Process running = builder.start();
    running.getOutputStream().close();
    String out = new String(running.getInputStream().readAllBytes());
    if (running.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + out);
    }
    return out.strip();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
