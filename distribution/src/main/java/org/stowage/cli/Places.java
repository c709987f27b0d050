package org.stowage.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the data folder and the configuration are: the options first, then Stowage's own
 * environment variables, then the folders of the XDG Base Directory Specification.
 *
 * @param home the data folder; need not exist
 * @param configFile the configuration that applies; empty when nothing is configured
 */
record Places(Path home, Optional<Path> configFile) {

  private static final String FILE_NAME = "stowage.toml";

  /**
   * @param home the option {@code --home}, or null
   * @param config the option {@code --config}, or null
   * @param userHome taken when the environment does not name the user's home
   */
  static Places of(
      @Nullable Path home, @Nullable Path config, Map<String, String> environment, Path userHome) {
    Path user = set(environment, "HOME").orElse(userHome);
    Path data =
        Optional.ofNullable(home)
            .or(() -> set(environment, "STOWAGE_HOME"))
            .orElseGet(
                () ->
                    absolute(environment, "XDG_DATA_HOME")
                        .orElse(user.resolve(".local/share"))
                        .resolve("stowage"))
            .toAbsolutePath()
            .normalize();
    Path usual =
        absolute(environment, "XDG_CONFIG_HOME")
            .orElse(user.resolve(".config"))
            .resolve("stowage")
            .resolve(FILE_NAME);
    Optional<Path> named = Optional.ofNullable(config).or(() -> set(environment, "STOWAGE_CONFIG"));
    return new Places(
        data,
        named
            .or(() -> Stream.of(data.resolve(FILE_NAME), usual).filter(Files::exists).findFirst())
            .map(Path::toAbsolutePath));
  }

  private static Optional<Path> set(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  /** The specification says that a relative path in one of its variables counts as unset. */
  private static Optional<Path> absolute(Map<String, String> environment, String variable) {
    return set(environment, variable).filter(Path::isAbsolute);
  }
}
