package org.stowage.cli.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;

/**
 * The JSON of config show: everything that applies, defaults included.
 *
 * @param file null when there is none and everything is a default
 */
record ConfigResult(String home, @Nullable String file, String defaultTarget, List<Target> targets)
    implements Result {

  static ConfigResult of(Config config) {
    return new ConfigResult(
        config.home().toString(),
        config.file() == null ? null : config.file().toString(),
        config.defaultTarget(),
        config.targets().stream().map(Target::of).toList());
  }

  /** A configuration file that says the same. */
  @Override
  public String text() {
    return new TomlText(this).toString();
  }

  /**
   * @param datastoreRegex null when all datastores are used
   */
  record Target(
      String name,
      String kind,
      boolean convertImages,
      boolean useLinkedClone,
      @Nullable String datastoreRegex,
      List<Datastore> datastores) {

    static Target of(TargetConfig target) {
      TargetConfig.Rules rules = target.rules();
      TargetConfig.Local local = (TargetConfig.Local) target;
      return new Target(
          target.name(),
          "local",
          rules.convertImages(),
          rules.linkedClone(),
          rules.datastoreRegex() == null ? null : rules.datastoreRegex().pattern(),
          local.datastores().stream().map(Datastore::of).toList());
    }
  }

  /**
   * @param capacityBytes null when the file system alone sets the limit
   */
  record Datastore(
      String name, String type, String path, @Nullable Long capacityBytes, boolean maintenance) {

    static Datastore of(TargetConfig.Datastore datastore) {
      return new Datastore(
          datastore.name(),
          datastore.typeName(),
          datastore.folder().toString(),
          datastore.capacityBytes(),
          datastore.maintenance());
    }
  }
}
