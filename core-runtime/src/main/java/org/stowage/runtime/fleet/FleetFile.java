package org.stowage.runtime.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.config.PlacementMode;
import org.stowage.runtime.config.TomlTable;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.InstanceName;
import org.stowage.runtime.image.Digest;

/**
 * Reads a list of instances: a table {@code instances.NAME} for each, and one of {@code defaults}
 * for what they do not say. The keys are the options of deploy. docs/operators.md describes them.
 */
public final class FleetFile {

  private static final long MIB = 1 << 20;
  private static final String STANDARD_INPUT = "-";

  private FleetFile() {}

  /**
   * Reads a file.
   *
   * @param target where to deploy to; null for what the file says
   * @return in the order of the file, for one target, with names that differ; not empty
   * @throws StorageException {@code configuration} for anything but a correct file, {@code
   *     not-found} when there is none
   */
  public static List<DeployRequest> read(Path file, @Nullable String target) throws IOException {
    TomlTable root = TomlTable.read(file, "the fleet", "Name an existing file.");
    String named = root.text("target");
    TomlTable defaults = root.table("defaults");
    List<DeployRequest> wanted = new ArrayList<>();
    for (TomlTable.Named one : root.tables("instances")) {
      Keys keys = new Keys(one.table(), defaults, file);
      wanted.add(keys.request(name(one), target == null ? named : target));
      one.table().end();
    }
    root.end();
    if (wanted.isEmpty()) {
      throw root.wrong("instances", "a table with at least one instance");
    }
    defaults.end();
    return wanted;
  }

  private static String name(TomlTable.Named one) throws StorageException {
    try {
      return InstanceName.checked(one.name());
    } catch (StorageException e) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "reading " + one.table() + ": " + e.getMessage(),
          e.remedy(),
          e);
    }
  }

  /** The keys of one instance, and behind them those of the defaults. */
  private record Keys(TomlTable own, TomlTable defaults, Path file) {

    DeployRequest request(String name, @Nullable String target) throws StorageException {
      return new DeployRequest(
          image(),
          name,
          target,
          text("datastore"),
          named("placement", PlacementMode::named, "\"balanced\", \"most-free\" or \"pinned\""),
          text("image_id"),
          size("disk_size"),
          named("adapter_type", AdapterType::named, "a type of controller, such as \"pvscsi\""),
          own.flag("full_clone", defaults.flag("full_clone", false)),
          own.number("cpus", defaults.number("cpus", 1, 1, Short.MAX_VALUE), 1, Short.MAX_VALUE),
          memoryMib(),
          text("network"),
          own.flag("power_on", defaults.flag("power_on", false)),
          new ImageProperties(properties()));
    }

    /** Files are meant from where the list is. */
    private String image() throws StorageException {
      String image = text("image");
      if (image == null) {
        throw own.wrong("image", "a file or an address, here or in the defaults");
      }
      if (image.equals(STANDARD_INPUT)) {
        throw wrong("image", "a file or an address; standard input can be read but once");
      }
      return image.contains("://")
          ? image
          : file.toAbsolutePath().resolveSibling(image).normalize().toString();
    }

    private int memoryMib() throws StorageException {
      Long bytes = size("memory");
      if (bytes == null) {
        return 1024;
      }
      if (bytes < MIB || bytes % MIB != 0 || bytes / MIB > Integer.MAX_VALUE) {
        throw wrong("memory", "a whole number of MiB, not " + bytes + " bytes");
      }
      return (int) (bytes / MIB);
    }

    private Map<String, String> properties() throws StorageException {
      Map<String, String> all = new HashMap<>(defaults.texts("properties"));
      all.putAll(digest(defaults));
      all.putAll(own.texts("properties"));
      all.putAll(digest(own));
      return all;
    }

    private static Map<String, String> digest(TomlTable table) throws StorageException {
      String promised = table.text("digest");
      try {
        return promised == null ? Map.of() : Digest.promised(promised);
      } catch (IllegalArgumentException e) {
        throw table.wrong("digest", String.valueOf(e.getMessage()));
      }
    }

    private <T> @Nullable T named(String key, Names<T> names, String expected)
        throws StorageException {
      String text = text(key);
      if (text == null) {
        return null;
      }
      return names.named(text).orElseThrow(() -> wrong(key, expected + ", not \"" + text + "\""));
    }

    /** Names the table that has the key. */
    private StorageException wrong(String key, String expected) {
      return (own.has(key) ? own : defaults).wrong(key, expected);
    }

    private @Nullable String text(String key) throws StorageException {
      String usual = defaults.text(key);
      String text = own.text(key);
      return text == null ? usual : text;
    }

    private @Nullable Long size(String key) throws StorageException {
      Long usual = defaults.size(key);
      Long size = own.size(key);
      return size == null ? usual : size;
    }

    private interface Names<T> {
      Optional<T> named(String text);
    }
  }
}
