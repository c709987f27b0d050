package org.stowage.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/** Reads the table {@code [targets.NAME.vmware]}: the options of Nova's VMware driver. */
final class VsphereTable {

  static final int USUAL_PORT = 443;

  /** What Nova's {@code cache_prefix} is followed by. */
  private static final String CACHE_SUFFIX = "_base";

  private static final String USUAL_CACHE_PREFIX = "_vmware";
  private static final String PASSWORD_VARIABLE = "STOWAGE_HOST_PASSWORD";
  private static final int MOST_SECONDS = 7 * 24 * 3600;

  private final TomlTable table;
  private final Path file;
  private final Map<String, String> environment;

  VsphereTable(TomlTable table, Path file, Map<String, String> environment) {
    this.table = table;
    this.file = file;
    this.environment = environment;
  }

  TargetConfig.Vsphere read(String name, boolean convertImages, PlacementMode placement)
      throws StorageException {
    TargetConfig.Vsphere target =
        new TargetConfig.Vsphere(
            name,
            new TargetConfig.Rules(
                convertImages,
                table.regex("datastore_regex"),
                table.flag("use_linked_clone", true),
                placement),
            new TargetConfig.Endpoint(
                required("host_ip", "the name or address of a vCenter or an ESXi host"),
                table.number("host_port", USUAL_PORT, 1, 65535),
                required("host_username", "the user to log in as"),
                password(),
                TrustTable.read(table, file)),
            table.text("datacenter_name"),
            table.text("cluster_name"),
            patience(),
            cacheFolder());
    table.end();
    return target;
  }

  private Password password() throws StorageException {
    String text = table.text("host_password");
    String passwordFile = table.text("host_password_file");
    if (text != null && passwordFile != null) {
      throw table.wrong("host_password_file", "absent where host_password is given");
    }
    if (text != null) {
      return Password.known("the file " + file, text);
    }
    if (passwordFile != null) {
      return passwordFile.equals("-")
          ? Password.onStandardInput()
          : Password.inFile(beside(passwordFile));
    }
    String variable = environment.get(PASSWORD_VARIABLE);
    if (variable == null || variable.isEmpty()) {
      throw table.wrong(
          "host_password_file",
          "a file with the password, or - for the standard input, unless the environment variable "
              + PASSWORD_VARIABLE
              + " holds it");
    }
    return Password.known("the variable " + PASSWORD_VARIABLE, variable);
  }

  private TargetConfig.Patience patience() throws StorageException {
    TargetConfig.Patience usual = TargetConfig.Patience.USUAL;
    long pollMillis =
        Math.round(1000 * table.decimal("task_poll_interval", usual.poll().toMillis() / 1000.0));
    if (pollMillis < 10 || pollMillis > 60_000) {
      throw table.wrong("task_poll_interval", "from 0.01 to 60 seconds");
    }
    return new TargetConfig.Patience(
        Duration.ofSeconds(
            table.number(
                "image_transfer_timeout_secs",
                Math.toIntExact(usual.imageTransfer().toSeconds()),
                1,
                MOST_SECONDS)),
        table.number("api_retry_count", usual.apiRetries(), 0, 1000),
        Duration.ofMillis(pollMillis));
  }

  private String cacheFolder() throws StorageException {
    String prefix = table.text("cache_prefix");
    if (prefix != null && !prefix.matches("[A-Za-z0-9._-]*")) {
      throw table.wrong("cache_prefix", "of letters, digits, dots, hyphens and underscores");
    }
    return cacheFolder(prefix);
  }

  /**
   * @param prefix null for the usual one
   */
  static String cacheFolder(@Nullable String prefix) {
    return (prefix == null ? USUAL_CACHE_PREFIX : prefix) + CACHE_SUFFIX;
  }

  private String required(String key, String what) throws StorageException {
    String text = table.text(key);
    if (text == null || text.isBlank()) {
      throw table.wrong(key, what);
    }
    return text;
  }

  /** One file, or several between colons, as govc takes them. */
  private Path beside(String path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }
}
