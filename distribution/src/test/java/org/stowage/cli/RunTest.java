package org.stowage.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class RunTest {

  @TempDir private Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  static Stream<String> commands() {
    return Commands.everything().subcommands().values().stream()
        .flatMap(RunTest::leaves)
        .map(CommandSpec::qualifiedName)
        .map(name -> name.substring("stowage ".length()))
        .filter(name -> !name.equals("help"));
  }

  private static Stream<CommandSpec> leaves(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line.getCommandSpec())
        : line.getSubcommands().values().stream().flatMap(RunTest::leaves);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpsWithEveryCommand(String command) {
    assertEquals(0, run((command + " --help").split(" ")));
    String help = out();
    out.reset();
    assertEquals(0, run(("help " + command).split(" ")));

    assertEquals(help, out());
    assertTrue(help.startsWith("Usage: stowage " + command + " "), help);
    assertTrue(help.contains("--output"), help);
    assertEquals("", err());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void givesExamplesThatAreTrue(String command) {
    CommandLine line = Commands.line(Words.of(command.split(" "))).orElseThrow();
    List<String[]> examples =
        Stream.of(line.getCommandSpec().usageMessage().footer())
            .filter(each -> each.matches("  (\\S+\\$ )?stowage .*"))
            .map(each -> each.replaceFirst("^.*?stowage ", "").replaceFirst(" < \\S+$", ""))
            .map(each -> each.split(" "))
            .toList();

    assertTrue(
        examples.stream().anyMatch(each -> Words.of(each).name().equals(command)),
        () -> "stowage " + command + " has no example in its footer");
    for (String[] example : examples) {
      Words words = Words.of(example);
      CommandLine meant = Commands.line(words).orElseThrow();
      meant.addMixin("global", new GlobalOptions());
      assertDoesNotThrow(
          () -> meant.parseArgs(words.rest().toArray(String[]::new)),
          () -> String.join(" ", example));
    }
  }

  @Test
  void takesGlobalOptionsBeforeAndAfterTheCommand() {
    assertEquals(0, run("-o", "json", "config", "show"));
    String before = out();
    out.reset();
    assertEquals(0, run("config", "show", "--output=json"));

    assertEquals(before, out());
    assertTrue(before.contains("\"home\" : \"" + home + "\""), before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "help", "help help"})
  void helpsOverall(String words) {
    assertEquals(0, run(words.split(" ")));

    assertTrue(out().startsWith("Usage: stowage "), out());
    for (String word : List.of("deploy", "image", "plugin", "Exit status:")) {
      assertTrue(out().lines().anyMatch(line -> line.strip().startsWith(word)), out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image -h", "help image", "help -q image"})
  void helpsWithAGroup(String words) {
    assertEquals(0, run(words.split(" ")));

    assertTrue(out().startsWith("Usage: stowage image "), out());
    assertTrue(out().contains("  convert  Makes an image"), out());
  }

  @Test
  void saysWhichCommandIsUnknownAndWhatItMayMean() {
    assertEquals(2, run("depoly", "x", "--name", "y"));

    assertEquals(
        """
        stowage: there is no command 'stowage depoly'
          code STW-0001 usage
          fix: Did you mean stowage deploy? See 'stowage --help'.
        """,
        err());
  }

  @Test
  void saysWhichCommandHasNoHelp() {
    assertEquals(2, run("help", "depoly"));
    assertTrue(err().contains("fix: Did you mean stowage deploy? "), err());
  }

  @Test
  void saysWhichCommandOfAGroupIsUnknown() {
    assertEquals(2, run("-o", "table", "image", "-q", "covnert", "x"));

    assertEquals(
        """
        stowage: there is no command 'stowage image covnert'
          code STW-0001 usage
          fix: Did you mean stowage image convert? See 'stowage --help'.
        """,
        err());
  }

  @Test
  void saysItsVersionEverywhere() {
    assertEquals(0, run("--version"));
    assertEquals(0, run("plugin", "list", "--version"));

    assertEquals("stowage (not packaged)\nstowage (not packaged)\n", out());
  }

  @Test
  void blamesTheMisspeltOptionRatherThanTheMissingOne() {
    assertEquals(2, run("deploy", "x", "--nmae", "y"));

    assertTrue(err().startsWith("stowage: Unknown options: '--nmae', 'y'\n"), err());
    assertTrue(err().contains("fix: Did you mean --name? "), err());
  }

  @Test
  void asksForACommandWhenThereIsNone() {
    assertEquals(2, run());
    assertTrue(err().startsWith("stowage: a command is missing after 'stowage'"), err());
  }

  @Test
  void asksForACommandAfterAGroup() {
    assertEquals(2, run("image"));
    assertTrue(err().startsWith("stowage: a command is missing after 'stowage image'"), err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o json", "--output json", "--output=json", "-o=json", "-ojson"})
  void refusesInJsonWhenAskedTo(String option) {
    assertEquals(2, run(("show " + option).split(" ")));

    assertTrue(err().startsWith("{\"schemaVersion\":1,\"error\":{\"code\":\"STW-0001\""), err());
    assertEquals("", out());
  }

  @Test
  void refusesSizesThatAreNone() {
    assertEquals(2, run("deploy", "x", "--name", "y", "--disk-size", "20GB"));

    assertTrue(err().contains("'--disk-size'"), err());
    assertTrue(err().contains("unknown unit GB"), err());
  }

  @Test
  void refusesNoCpusAndOddMemory() {
    assertEquals(2, run("deploy", "x", "--name", "y", "--cpus", "0"));
    assertTrue(err().startsWith("stowage: --cpus must be at least 1, not 0"), err());

    err.reset();
    assertEquals(2, run("deploy", "x", "--name", "y", "--memory", "1000"));
    assertTrue(err().startsWith("stowage: --memory must be a whole number of MiB"), err());
  }

  @Test
  void endsWithTheStatusOfTheError() throws IOException {
    Files.writeString(home.resolve("stowage.toml"), "defualt_target = \"x\"\n");

    assertEquals(2, run("config", "show"));
    assertTrue(err().contains("Did you mean 'default_target'?"), err());

    err.reset();
    assertEquals(3, run("config", "show", "--config", home.resolve("missing").toString()));
    assertTrue(err().contains("STW-0003 not-found"), err());
  }

  @Test
  void showsWhereAnErrorComesFromOnlyWhenVerbose() throws IOException {
    Files.writeString(home.resolve("stowage.toml"), "x = 1\n");

    run("config", "show");
    assertEquals(3, err().lines().count(), err());

    run("config", "show", "-v");
    assertTrue(err().contains("\tat org.stowage.runtime.config.TomlTable"), err());
  }

  private int run(String... args) {
    Surroundings surroundings =
        new Surroundings(
            Map.of("STOWAGE_HOME", home.toString()),
            home,
            home.resolve("plugins"),
            home.resolve("plugins.toml"),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0);
    return new Run(surroundings).of(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
