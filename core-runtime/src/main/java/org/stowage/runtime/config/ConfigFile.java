package org.stowage.runtime.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stowage.api.StorageException;

/** Reads {@code stowage.toml}. docs/operators.md describes the keys. */
public final class ConfigFile {

  private static final String USUAL_TYPE = "NFS";
  private static final String USUAL_LIBVIRT = "qemu:///system";
  private static final String USUAL_INSTANCES = "/var/lib/stowage/instances";

  private ConfigFile() {}

  /** What holds without any file: one target, one datastore, both in the data folder. */
  public static Config defaults(Path home) {
    TargetConfig.Datastore datastore =
        new TargetConfig.Datastore(
            "local", USUAL_TYPE, home.resolve("datastores/local"), null, false);
    return new Config(
        home,
        null,
        "local",
        List.of(new TargetConfig.Local("local", TargetConfig.Rules.USUAL, List.of(datastore))));
  }

  /**
   * Reads a file.
   *
   * @param environment variables that may hold what a file should not
   * @throws StorageException {@code configuration} for anything but a correct file, {@code
   *     not-found} when there is none
   */
  public static Config read(Path file, Path home, Map<String, String> environment)
      throws IOException {
    TomlTable root =
        TomlTable.read(file, "the configuration", "Name an existing file with --config.");
    String defaultTarget = root.text("default_target");
    boolean convertImages = root.flag("convert_images", true);
    List<TargetConfig> targets = new ArrayList<>();
    for (TomlTable.Named named : root.tables("targets")) {
      targets.add(target(named, convertImages, file, environment));
    }
    SourceConfig sources = sources(root.table("http"), file);
    EphemeralConfig ephemeral = ephemeral(root);
    root.end();
    if (targets.isEmpty()) {
      targets.addAll(defaults(home).targets());
    }
    Config config =
        new Config(
            home,
            file,
            defaultTarget == null ? targets.get(0).name() : defaultTarget,
            targets,
            ephemeral,
            sources);
    config.target(null);
    return config;
  }

  private static SourceConfig sources(TomlTable http, Path file) throws StorageException {
    SourceConfig sources = new SourceConfig(TrustTable.read(http, file), OpenstackVariables.NONE);
    http.end();
    return sources;
  }

  /** Tables that nobody knows here are for backends, once one is selected. */
  private static @Nullable EphemeralConfig ephemeral(TomlTable root) throws StorageException {
    TomlTable libvirt = root.table("libvirt");
    String imagesType = libvirt.text("images_type");
    libvirt.end();
    return imagesType == null ? null : new EphemeralConfig(imagesType, root.otherTables());
  }

  private static TargetConfig target(
      TomlTable.Named named, boolean usuallyConvert, Path file, Map<String, String> environment)
      throws StorageException {
    TomlTable table = named.table();
    String kind = table.text("kind");
    boolean convertImages = table.flag("convert_images", usuallyConvert);
    if (kind != null && kind.equals("vsphere")) {
      TomlTable vmware = table.table("vmware");
      PlacementMode placement = placement(table);
      table.end();
      return new VsphereTable(vmware, file, environment)
          .read(named.name(), convertImages, placement);
    }
    if (kind != null && kind.equals("libvirt")) {
      return libvirt(named.name(), table, file);
    }
    if (kind != null && !kind.equals("local")) {
      throw table.wrong("kind", "\"local\", \"vsphere\" or \"libvirt\", not \"" + kind + "\"");
    }
    TargetConfig.Local target = local(named.name(), table, convertImages, file);
    table.end();
    if (target.datastores().isEmpty()) {
      throw table.wrong("datastores", "a table with at least one datastore");
    }
    return target;
  }

  private static PlacementMode placement(TomlTable table) throws StorageException {
    String mode = table.text("placement");
    if (mode == null) {
      return PlacementMode.BALANCED;
    }
    return PlacementMode.named(mode)
        .orElseThrow(
            () ->
                table.wrong(
                    "placement",
                    "\"balanced\", \"most-free\" or \"pinned\", not \"" + mode + "\""));
  }

  private static TargetConfig.Libvirt libvirt(String name, TomlTable table, Path file)
      throws StorageException {
    String uri = table.text("uri");
    String instances = table.text("instances_path");
    String virtType = table.text("virt_type");
    if (virtType != null && !virtType.equals("kvm") && !virtType.equals("qemu")) {
      throw table.wrong("virt_type", "\"kvm\" or \"qemu\", not \"" + virtType + "\"");
    }
    TargetConfig.Libvirt target =
        new TargetConfig.Libvirt(
            name,
            uri == null ? USUAL_LIBVIRT : uri,
            file.toAbsolutePath()
                .resolveSibling(instances == null ? USUAL_INSTANCES : instances)
                .normalize(),
            virtType,
            Duration.ofSeconds(table.number("shutdown_timeout", 60, 0, 3600)));
    table.end();
    return target;
  }

  private static TargetConfig.Local local(
      String name, TomlTable table, boolean convertImages, Path file) throws StorageException {
    TargetConfig.Rules rules =
        new TargetConfig.Rules(
            convertImages,
            table.regex("datastore_regex"),
            table.flag("use_linked_clone", true),
            placement(table));
    List<TargetConfig.Datastore> datastores = new ArrayList<>();
    for (TomlTable.Named datastore : table.tables("datastores")) {
      datastores.add(datastore(datastore, file));
    }
    return new TargetConfig.Local(name, rules, datastores);
  }

  private static TargetConfig.Datastore datastore(TomlTable.Named named, Path file)
      throws StorageException {
    TomlTable table = named.table();
    String path = table.text("path");
    if (path == null) {
      throw table.wrong("path", "the folder that serves as the datastore");
    }
    String type = table.text("type");
    TargetConfig.Datastore datastore =
        new TargetConfig.Datastore(
            named.name(),
            type == null ? USUAL_TYPE : type,
            file.toAbsolutePath().resolveSibling(path).normalize(),
            table.size("capacity"),
            table.flag("maintenance", false));
    table.end();
    return datastore;
  }
}
