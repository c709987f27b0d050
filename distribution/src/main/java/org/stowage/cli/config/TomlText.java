package org.stowage.cli.config;

import java.io.File;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as the file that would say the same. */
final class TomlText {

  private final StringJoiner lines = new StringJoiner("\n");

  TomlText(ConfigResult config) {
    lines.add("# data folder: " + config.home());
    lines.add(
        "# read from: "
            + (config.file() == null ? "no file, these are the defaults" : config.file()));
    lines.add("default_target = " + quoted(config.defaultTarget()));
    config.targets().forEach(this::add);
    String imagesType = config.imagesType();
    if (imagesType != null) {
      lines.add("").add("[libvirt]");
      lines.add("images_type = " + quoted(imagesType));
      lines.add("# its own table is not shown, it may hold secrets");
    }
  }

  private void add(ConfigResult.Target target) {
    String table = "targets." + quoted(target.name());
    lines.add("").add("[" + table + "]");
    lines.add("kind = " + quoted(target.kind()));
    ConfigResult.Libvirt libvirt = target.libvirt();
    if (libvirt != null) {
      add(libvirt);
      return;
    }
    lines.add("convert_images = " + target.convertImages());
    addText("placement", target.placement());
    ConfigResult.Vmware vmware = target.vmware();
    if (vmware != null) {
      lines.add("").add("[" + table + ".vmware]");
    }
    lines.add("use_linked_clone = " + target.useLinkedClone());
    addText("datastore_regex", target.datastoreRegex());
    if (vmware != null) {
      add(vmware);
    }
    target.datastores().forEach(datastore -> add(table, datastore));
  }

  private void add(ConfigResult.Libvirt libvirt) {
    addText("uri", libvirt.uri());
    addText("instances_path", libvirt.instancesPath());
    addText("virt_type", libvirt.virtType());
    lines.add("shutdown_timeout = " + libvirt.shutdownTimeout());
  }

  private void add(ConfigResult.Vmware vmware) {
    addText("host_ip", vmware.host());
    lines.add("host_port = " + vmware.port());
    addText("host_username", vmware.username());
    lines.add("# the password is from " + vmware.passwordFrom());
    if (!vmware.caFiles().isEmpty()) {
      addText("ca_file", String.join(File.pathSeparator, vmware.caFiles()));
    }
    addText("thumbprint", vmware.thumbprint());
    lines.add("insecure = " + vmware.insecure());
    addText("datacenter_name", vmware.datacenter());
    addText("cluster_name", vmware.cluster());
    lines.add("image_transfer_timeout_secs = " + vmware.imageTransferTimeoutSecs());
    lines.add("api_retry_count = " + vmware.apiRetryCount());
    lines.add("task_poll_interval = " + vmware.taskPollIntervalSecs());
    String cacheFolder = vmware.cacheFolder();
    addText("cache_prefix", cacheFolder.substring(0, cacheFolder.lastIndexOf("_base")));
  }

  private void add(String table, ConfigResult.Datastore datastore) {
    lines.add("").add("[" + table + ".datastores." + quoted(datastore.name()) + "]");
    addText("type", datastore.type());
    addText("path", datastore.path());
    if (datastore.capacityBytes() != null) {
      lines.add("capacity = " + datastore.capacityBytes());
    }
    lines.add("maintenance = " + datastore.maintenance());
  }

  private void addText(String key, @Nullable String value) {
    if (value != null) {
      lines.add(key + " = " + quoted(value));
    }
  }

  /** A basic string of TOML 1.0. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\u%04X", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
