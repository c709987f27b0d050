package org.stowage.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** Reads {@code stowage.toml}. docs/operators.md describes the keys. */
public final class ConfigFile {

  private static final String USUAL_TYPE = "NFS";

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
   * @throws StorageException {@code configuration} for anything but a correct file, {@code
   *     not-found} when there is none
   */
  public static Config read(Path file, Path home) throws IOException {
    TomlTable root = new TomlTable(file.toString(), "", parse(file));
    String defaultTarget = root.text("default_target");
    boolean convertImages = root.flag("convert_images", true);
    List<TargetConfig> targets = new ArrayList<>();
    for (TomlTable.Named named : root.tables("targets")) {
      targets.add(target(named, convertImages, file));
    }
    root.end();
    if (targets.isEmpty()) {
      targets.addAll(defaults(home).targets());
    }
    Config config =
        new Config(
            home, file, defaultTarget == null ? targets.get(0).name() : defaultTarget, targets);
    config.target(null);
    return config;
  }

  private static JsonNode parse(Path file) throws IOException {
    try {
      return new TomlMapper().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "reading the configuration " + file + ": there is no such file",
          "Name an existing file with --config.",
          e);
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw new StorageException(
          CommonError.CONFIGURATION,
          "reading " + file + place + ": " + e.getOriginalMessage(),
          "Correct the line; the file is TOML.",
          e);
    }
  }

  private static TargetConfig target(TomlTable.Named named, boolean convertImages, Path file)
      throws StorageException {
    TomlTable table = named.table();
    String kind = table.text("kind");
    if (kind != null && !kind.equals("local")) {
      throw table.wrong("kind", "\"local\", not \"" + kind + "\"");
    }
    TargetConfig.Rules rules =
        new TargetConfig.Rules(
            table.flag("convert_images", convertImages),
            regex(table, "datastore_regex"),
            table.flag("use_linked_clone", true));
    List<TargetConfig.Datastore> datastores = new ArrayList<>();
    for (TomlTable.Named datastore : table.tables("datastores")) {
      datastores.add(datastore(datastore, file));
    }
    table.end();
    if (datastores.isEmpty()) {
      throw table.wrong("datastores", "a table with at least one datastore");
    }
    return new TargetConfig.Local(named.name(), rules, datastores);
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

  private static @Nullable Pattern regex(TomlTable table, String key) throws StorageException {
    String text = table.text(key);
    try {
      return text == null ? null : Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw table.wrong(key, "a regular expression: " + e.getDescription());
    }
  }
}
