package org.stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {

  private static final Path NOBODY = Path.of("/nobody");

  @TempDir private Path user;

  @Test
  void takesHomeFromTheOptionFirst() {
    Places places =
        Places.of(Path.of("/a"), null, Map.of("STOWAGE_HOME", "/b", "HOME", "/c"), NOBODY);

    assertEquals(Path.of("/a"), places.home());
  }

  @Test
  void takesHomeFromTheEnvironmentNext() {
    Places places =
        Places.of(null, null, Map.of("STOWAGE_HOME", "/b", "XDG_DATA_HOME", "/c"), NOBODY);

    assertEquals(Path.of("/b"), places.home());
  }

  @Test
  void takesHomeFromTheUsersDataFolderElse() {
    assertEquals(
        Path.of("/c/stowage"), Places.of(null, null, Map.of("XDG_DATA_HOME", "/c"), NOBODY).home());
    assertEquals(
        Path.of("/d/.local/share/stowage"),
        Places.of(null, null, Map.of("HOME", "/d"), NOBODY).home());
    assertEquals(
        Path.of("/nobody/.local/share/stowage"), Places.of(null, null, Map.of(), NOBODY).home());
  }

  @Test
  void ignoresEmptyVariablesAndRelativeXdgFolders() {
    Map<String, String> environment =
        Map.of("STOWAGE_HOME", "", "XDG_DATA_HOME", "relative", "HOME", "/d");

    assertEquals(
        Path.of("/d/.local/share/stowage"), Places.of(null, null, environment, NOBODY).home());
  }

  @Test
  void makesARelativeHomeAbsolute() {
    assertEquals(
        Path.of("").toAbsolutePath().resolve("x"),
        Places.of(Path.of("./x"), null, Map.of(), NOBODY).home());
  }

  @Test
  void takesTheNamedConfigurationEvenIfItIsMissing() {
    Map<String, String> environment = Map.of("STOWAGE_CONFIG", "/missing/b.toml");

    assertEquals(
        Optional.of(Path.of("/missing/a.toml")),
        Places.of(null, Path.of("/missing/a.toml"), environment, user).configFile());
    assertEquals(
        Optional.of(Path.of("/missing/b.toml")),
        Places.of(null, null, environment, user).configFile());
  }

  @Test
  void prefersTheConfigurationInTheDataFolder() throws IOException {
    Path usual = file(user.resolve(".config/stowage/stowage.toml"));
    Path home = user.resolve("data");

    assertEquals(Optional.of(usual), Places.of(home, null, Map.of(), user).configFile());

    Path own = file(home.resolve("stowage.toml"));

    assertEquals(Optional.of(own), Places.of(home, null, Map.of(), user).configFile());
  }

  @Test
  void looksForTheConfigurationWhereXdgSays() throws IOException {
    Path file = file(user.resolve("xdg/stowage/stowage.toml"));
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", user.resolve("xdg").toString());

    assertEquals(
        Optional.of(file), Places.of(user.resolve("data"), null, environment, NOBODY).configFile());
  }

  @Test
  void needsNoConfiguration() {
    assertEquals(Optional.empty(), Places.of(null, null, Map.of(), user).configFile());
  }

  private static Path file(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.createFile(path);
  }
}
