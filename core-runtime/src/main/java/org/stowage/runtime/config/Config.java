package org.stowage.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * The configuration in force.
 *
 * @param home the data folder
 * @param file the file it was read from; null when there is none
 * @param defaultTarget the name of the target that is used when none is named
 * @param targets at least one
 * @param ephemeral null when no backend is selected for the disks of instances on this host
 * @param sources what holds for images that are read from servers
 */
public record Config(
    Path home,
    @Nullable Path file,
    String defaultTarget,
    List<TargetConfig> targets,
    @Nullable EphemeralConfig ephemeral,
    SourceConfig sources) {

  public Config {
    targets = List.copyOf(targets);
  }

  /** A configuration that selects no backend for the disks of instances. */
  public Config(Path home, @Nullable Path file, String defaultTarget, List<TargetConfig> targets) {
    this(home, file, defaultTarget, targets, null, SourceConfig.USUAL);
  }

  /** The same configuration for the cloud that the environment names. */
  public Config inCloud(OpenstackVariables openstack) {
    SourceConfig there = new SourceConfig(sources.web(), openstack);
    return new Config(home, file, defaultTarget, targets, ephemeral, there);
  }

  /** The same configuration with other targets. */
  Config withTargets(List<TargetConfig> others) {
    return new Config(home, file, defaultTarget, others, ephemeral, sources);
  }

  /**
   * Finds a target.
   *
   * @param name null for the default one
   * @throws StorageException {@code not-found}, with the names there are
   */
  public TargetConfig target(@Nullable String name) throws StorageException {
    String wanted = name == null ? defaultTarget : name;
    return targets.stream()
        .filter(target -> target.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> unknown(wanted));
  }

  private StorageException unknown(String wanted) {
    List<String> names = targets.stream().map(TargetConfig::name).toList();
    String near =
        Suggestion.nearest(wanted, names).map(found -> "Did you mean '" + found + "'? ").orElse("");
    return new StorageException(
        CommonError.NOT_FOUND,
        "there is no target '" + wanted + "' in " + (file == null ? "the defaults" : file),
        near + "Targets: " + names.stream().collect(Collectors.joining(", ")) + ".");
  }
}
