package org.stowage.runtime.config;

import java.io.File;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * The variables by which govc is told of a vCenter. Where {@code GOVC_URL} is set, a target named
 * {@value #NAME} exists without any file.
 */
public final class GovcEnvironment {

  static final String NAME = "govc";

  /** Scheme, user with password, host, port, path. A password may have any character in it. */
  private static final Pattern URL =
      Pattern.compile(
          "(?:(?<scheme>\\w+)://)?(?:(?<user>.*)@)?"
              + "(?<host>\\[[0-9A-Fa-f:.%]+]|[^\\s/:@?#]+)(?::(?<port>\\d{1,5}))?(?:/[^@]*)?");

  private static final Pattern ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Map<String, String> environment;

  private GovcEnvironment(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The configuration with the target that the environment tells of, if it tells of any. */
  public static Config added(Config config, Map<String, String> environment)
      throws StorageException {
    GovcEnvironment govc = new GovcEnvironment(environment);
    if (govc.value("GOVC_URL") == null
        || config.targets().stream().anyMatch(target -> target.name().equals(NAME))) {
      return config;
    }
    List<TargetConfig> targets = new ArrayList<>(config.targets());
    targets.add(govc.target());
    return config.withTargets(targets);
  }

  private TargetConfig.Vsphere target() throws StorageException {
    return new TargetConfig.Vsphere(
        NAME,
        new TargetConfig.Rules(true, onlyDatastore(), true, PlacementMode.BALANCED),
        endpoint(),
        lastSegment(value("GOVC_DATACENTER")),
        lastSegment(value("GOVC_CLUSTER")),
        TargetConfig.Patience.USUAL,
        VsphereTable.cacheFolder(null));
  }

  private TargetConfig.Endpoint endpoint() throws StorageException {
    String url = value("GOVC_URL");
    Matcher parts = URL.matcher(url == null ? "" : url);
    if (!parts.matches()) {
      throw wrong("GOVC_URL is no address of a vCenter");
    }
    String scheme = parts.group("scheme");
    if (scheme != null && !scheme.equals("https")) {
      throw wrong("GOVC_URL has the scheme " + scheme + "; only https is spoken");
    }
    String port = parts.group("port");
    String[] user = parts.group("user") == null ? new String[0] : parts.group("user").split(":", 2);
    return new TargetConfig.Endpoint(
        parts.group("host"),
        port == null ? VsphereTable.USUAL_PORT : Integer.parseInt(port),
        credential("GOVC_USERNAME", user.length > 0 ? decoded(user[0]) : null),
        password(user.length > 1 ? decoded(user[1]) : null),
        trust());
  }

  private Password password(@Nullable String inUrl) throws StorageException {
    String origin =
        value("GOVC_PASSWORD") == null ? "the variable GOVC_URL" : "the variable GOVC_PASSWORD";
    return Password.known(origin, credential("GOVC_PASSWORD", inUrl));
  }

  private String credential(String variable, @Nullable String inUrl) throws StorageException {
    String own = value(variable);
    if (own != null) {
      return own;
    }
    if (inUrl == null || inUrl.isEmpty()) {
      throw wrong("GOVC_URL is set, and " + variable + " is not");
    }
    return inUrl;
  }

  private TargetConfig.Trust trust() {
    String insecure = value("GOVC_INSECURE");
    if (insecure != null && List.of("1", "t", "true").contains(insecure.toLowerCase())) {
      return new TargetConfig.Trust(List.of(), null, true);
    }
    String files = value("GOVC_TLS_CA_CERTS");
    return files == null
        ? TargetConfig.Trust.USUAL
        : new TargetConfig.Trust(
            Arrays.stream(files.split(File.pathSeparator)).map(Path::of).toList(), null, false);
  }

  private @Nullable Pattern onlyDatastore() {
    String name = lastSegment(value("GOVC_DATASTORE"));
    return name == null ? null : Pattern.compile(Pattern.quote(name) + "$");
  }

  /** govc takes inventory paths, {@code /DC0/host/cluster-1}; the name is what counts here. */
  private static @Nullable String lastSegment(@Nullable String path) {
    return path == null ? null : path.substring(path.lastIndexOf('/') + 1);
  }

  private @Nullable String value(String variable) {
    String value = environment.get(variable);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Decodes what is an escape; any other percent sign is one. */
  private static String decoded(String text) {
    String escaped = ESCAPE.matcher(text.replace("+", "%2B")).replaceAll("%25");
    return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
  }

  private static StorageException wrong(String message) {
    return new StorageException(
        CommonError.CONFIGURATION,
        message,
        "Set GOVC_URL to https://HOST/sdk, GOVC_USERNAME and GOVC_PASSWORD.");
  }
}
