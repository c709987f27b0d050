package org.stowage.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

class VsphereTableTest {

  private static final String LEAST =
      """
      [targets.vc]
      kind = "vsphere"
      [targets.vc.vmware]
      host_ip = "vc.example.org"
      host_username = "me"
      """;

  @TempDir Path folder;

  @Test
  void readsTheOptionsOfNovasDriver() throws IOException {
    TargetConfig.Vsphere target =
        read(
            """
            convert_images = false
            [targets.vc]
            kind = "vsphere"
            [targets.vc.vmware]
            host_ip = "10.0.0.1"
            host_port = 8443
            host_username = "me"
            host_password = "s3cret"
            ca_file = "ca.pem"
            datacenter_name = "dc-1"
            cluster_name = "cluster-1"
            datastore_regex = "nfs"
            use_linked_clone = false
            image_transfer_timeout_secs = 60
            api_retry_count = 3
            task_poll_interval = 0.25
            cache_prefix = "old"
            """);

    assertEquals("10.0.0.1", target.endpoint().host());
    assertEquals(8443, target.endpoint().port());
    assertEquals("me", target.endpoint().username());
    assertEquals("s3cret", target.endpoint().password().read());
    assertEquals(
        new TargetConfig.Trust(List.of(folder.resolve("ca.pem")), null, false),
        target.endpoint().trust());
    assertEquals("dc-1", target.datacenter());
    assertEquals("cluster-1", target.cluster());
    assertEquals(false, target.rules().convertImages());
    assertEquals("nfs", String.valueOf(target.rules().datastoreRegex()));
    assertEquals(false, target.rules().linkedClone());
    assertEquals(
        new TargetConfig.Patience(Duration.ofMinutes(1), 3, Duration.ofMillis(250)),
        target.patience());
    assertEquals("old_base", target.cacheFolder());
  }

  @Test
  void needsNoMoreThanAHostAndAUser() throws IOException {
    TargetConfig.Vsphere target = read(LEAST + "host_password = \"x\"");

    assertEquals(443, target.endpoint().port());
    assertEquals(TargetConfig.Trust.USUAL, target.endpoint().trust());
    assertNull(target.datacenter());
    assertNull(target.cluster());
    assertEquals(
        new TargetConfig.Patience(Duration.ofSeconds(7200), 10, Duration.ofMillis(500)),
        target.patience());
    assertEquals("_vmware_base", target.cacheFolder());
    assertEquals(true, target.rules().convertImages());
    assertEquals(true, target.rules().linkedClone());
  }

  @Test
  void readsThePasswordFromTheFirstLineOfAFile() throws IOException {
    Files.writeString(folder.resolve("secret"), "pass word\nnot this\n");
    Password password = read(LEAST + "host_password_file = \"secret\"").endpoint().password();

    assertEquals("pass word", password.read());
    assertEquals("the file " + folder.resolve("secret"), password.toString());
  }

  @Test
  void readsThePasswordFromTheEnvironment() throws IOException {
    TargetConfig.Vsphere target = read(LEAST, Map.of("STOWAGE_HOST_PASSWORD", "p"));

    assertEquals("p", target.endpoint().password().read());
  }

  @Test
  void saysWhereAPasswordIsMissing() throws IOException {
    Password password = read(LEAST + "host_password_file = \"none\"").endpoint().password();

    StorageException missing = assertThrows(StorageException.class, password::read);
    assertEquals(CommonError.CONFIGURATION, missing.code());
    assertEquals(
        "reading the password from the file %1$s: %1$s".formatted(folder.resolve("none")),
        missing.getMessage());
  }

  @Test
  void neverShowsThePassword() throws IOException {
    TargetConfig.Vsphere target = read(LEAST + "host_password = \"s3cret\"");

    assertEquals(false, target.toString().contains("s3cret"), target.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          host_port = 0                                     | host_port' must be a whole number from 1 to 65535, not 0
          api_retry_count = 1.5                             | api_retry_count' must be a whole number from 0 to 1000, not 1.5
          image_transfer_timeout_secs = 0                   | image_transfer_timeout_secs' must be a whole number from 1 to 604800, not 0
          task_poll_interval = 0.001                        | task_poll_interval' must be from 0.01 to 60 seconds
          task_poll_interval = "x"                          | task_poll_interval' must be a number, not "x"
          cache_prefix = "a/b"                              | cache_prefix' must be of letters, digits, dots, hyphens and underscores
          thumbprint = "12:34"                              | thumbprint' must be a SHA-256 thumbprint: 64 hexadecimal digits
          insecure = true\\nca_file = "x"                   | insecure' must be the only one given of insecure, ca_file and thumbprint
          host_password_file = "x"                          | host_password_file' must be absent where host_password is given
          host_ipp = "x"                                    | host_ipp' is unknown
          """)
  void refusesWrongValues(String line, String problem) {
    StorageException refused =
        assertThrows(
            StorageException.class,
            () -> read(LEAST + "host_password = \"x\"\n" + line.replace("\\n", "\n")));

    assertEquals(CommonError.CONFIGURATION, refused.code());
    assertEquals(
        problem,
        refused.getMessage().replaceFirst(".*'targets\\.vc\\.vmware\\.", ""),
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host_username = "me"   | host_ip
          host_ip = "vc"         | host_username
          """)
  void insistsOnHostAndUser(String line, String missing) {
    StorageException refused =
        assertThrows(
            StorageException.class,
            () -> read("[targets.vc]\nkind = \"vsphere\"\n[targets.vc.vmware]\n" + line));

    assertEquals(
        true, refused.getMessage().contains("'targets.vc.vmware." + missing + "' must be"));
  }

  @Test
  void insistsOnAPassword() {
    StorageException refused = assertThrows(StorageException.class, () -> read(LEAST));

    assertEquals(
        true, refused.getMessage().contains("STOWAGE_HOST_PASSWORD"), refused.getMessage());
  }

  private TargetConfig.Vsphere read(String text) throws IOException {
    return read(text, Map.of());
  }

  private TargetConfig.Vsphere read(String text, Map<String, String> environment)
      throws IOException {
    Path file = Files.writeString(folder.resolve("stowage.toml"), text);
    return (TargetConfig.Vsphere) ConfigFile.read(file, folder, environment).target("vc");
  }
}
