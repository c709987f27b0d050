package org.stowage.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.ConfigFile;

class TomlTextTest {

  @TempDir private Path folder;

  @Test
  void saysTheSameAsTheFileItWasReadFrom() throws IOException {
    Config read =
        read(
            """
            default_target = "two"
            convert_images = false

            [targets.one.datastores.a]
            path = "a"

            [targets.two]
            convert_images = true
            use_linked_clone = false
            placement = "pinned"
            datastore_regex = "a\\\\d \\"x\\""

            [targets.two.datastores."b c"]
            path = "/b"
            type = "vsan"
            capacity = "2TiB"
            maintenance = true
            """);

    assertEquals(ConfigResult.of(read), ConfigResult.of(read(ConfigResult.of(read).text())));
  }

  @Test
  void saysTheSameOfAVcenter() throws IOException {
    Config read =
        read(
            """
            [targets.vc]
            kind = "vsphere"
            placement = "most-free"
            [targets.vc.vmware]
            host_ip = "10.0.0.1"
            host_port = 8443
            host_username = "me"
            host_password = "s3cret"
            ca_file = "/ca.pem"
            datacenter_name = "dc-1"
            cluster_name = "cluster-1"
            datastore_regex = "nfs"
            use_linked_clone = false
            image_transfer_timeout_secs = 60
            api_retry_count = 3
            task_poll_interval = 0.25
            cache_prefix = "old"
            """);
    String text = ConfigResult.of(read).text();

    assertFalse(text.contains("s3cret"), text);
    Config again = read(text + "\nhost_password = \"s3cret\"");
    assertEquals(ConfigResult.of(read), ConfigResult.of(again));
  }

  @Test
  void saysTheSameOfALibvirtHost() throws IOException {
    Config read =
        read(
            """
            [targets.kvm-1]
            kind = "libvirt"
            uri = "qemu+unix:///system?socket=/run/x"
            instances_path = "/srv/instances"
            virt_type = "qemu"
            shutdown_timeout = 5
            """);

    assertEquals(ConfigResult.of(read), ConfigResult.of(read(ConfigResult.of(read).text())));
  }

  @Test
  void saysWhatHoldsWithoutAFile() throws IOException {
    ConfigResult defaults = ConfigResult.of(ConfigFile.defaults(folder));

    ConfigResult read = ConfigResult.of(read(defaults.text()));

    assertEquals(defaults.targets(), read.targets());
    assertEquals(defaults.defaultTarget(), read.defaultTarget());
  }

  private Config read(String toml) throws IOException {
    Path file = folder.resolve("stowage.toml");
    Files.writeString(file, toml);
    return ConfigFile.read(file, folder, Map.of());
  }
}
