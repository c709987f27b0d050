package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.PluginJar;
import org.stowage.testkit.RealPeers;

/** Plugins dropped in, taken out, locked and broken, on a copy of the distribution. */
class PluginIT {

  @TempDir Path home;
  private Path plugins;
  private InstalledStowage stowage;

  @BeforeEach
  void copyDistribution() throws Exception {
    Path copy = home.resolve("copy");
    RealPeers.run(home, "cp", "-r", InstalledStowage.distribution().toString(), copy.toString());
    plugins = copy.resolve("plugins");
    stowage = InstalledStowage.of(copy, home.resolve("home"));
  }

  /** A plugin whose format takes everything for its own and does something when it opens it. */
  private Path tape(String open) throws IOException {
    return PluginJar.ofId("tape")
        .source(
            "acme.TapeFormat",
            """
            package acme;
            import org.stowage.api.disk.*;
            @org.pf4j.Extension
            public final class TapeFormat implements DiskFormat {
              public String id() { return "tape"; }
              public Recognition recognise(ImageHead head) {
                return head.name().endsWith(".tape") ? Recognition.MAGIC : Recognition.NONE;
              }
              public DiskImage open(ImageSource source, DiskFormats formats) {
                %s
              }
            }
            """
                .formatted(open))
        .writeTo(home.resolve("tape.jar"));
  }

  private List<String> states() throws Exception {
    List<String> states = new ArrayList<>();
    for (JsonNode each : stowage.run("plugin", "list", "-o", "json").json().get("plugins")) {
      states.add(each.get("id").textValue() + " " + each.get("state").textValue());
    }
    return states;
  }

  @Test
  void aJarThatIsCopiedInIsThereAtTheNextStart() throws Exception {
    Files.copy(tape("return null;"), plugins.resolve("tape.jar"));

    assertEquals(
        List.of("ova ok", "scaleio ok", "vmfs-nfs ok", "vsan ok", "vvol ok", "tape ok"), states());
  }

  @Test
  void managesPlugins() throws Exception {
    stowage.succeed("plugin", "install", tape("return null;").toString());
    Outcome again = stowage.run("plugin", "install", home.resolve("tape.jar").toString());
    assertEquals(1, again.status(), again::toString);
    assertTrue(again.err().contains("--replace"), again::toString);
    stowage.succeed("plugin", "install", "--replace", home.resolve("tape.jar").toString());

    assertEquals("tape", stowage.json("plugin", "show", "tape").at("/extensions/0/id").textValue());
    assertEquals("disabled", stowage.json("plugin", "disable", "tape").at("/state").textValue());
    assertTrue(states().contains("tape disabled"));
    stowage.succeed("plugin", "enable", "tape");
    assertTrue(states().contains("tape ok"));
    assertEquals("removed", stowage.json("plugin", "remove", "tape").at("/state").textValue());
    assertEquals(5, states().size());
    assertEquals(3, stowage.run("plugin", "show", "tape").status());
  }

  @Test
  void runsNothingWhereALockedJarWasChangedOrSlippedIn() throws Exception {
    stowage.succeed("plugin", "lock");
    stowage.succeed("plugin", "verify");
    stowage.succeed("list");

    Path jar = ova();
    byte[] good = Files.readAllBytes(jar);
    Files.writeString(jar, "x", StandardOpenOption.APPEND);
    assertLockedOut("and plugins.lock lists ");
    Files.write(jar, good);
    stowage.succeed("list");

    Files.copy(tape("return null;"), plugins.resolve("tape.jar"));
    assertLockedOut("plugins.lock does not list it");
    stowage.succeed("plugin", "lock");
    stowage.succeed("list");
  }

  private Path ova() throws IOException {
    try (Stream<Path> files = Files.list(plugins)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("stowage-plugin-ova"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void assertLockedOut(String why) throws Exception {
    for (List<String> command :
        List.of(List.of("list"), List.of("plugin", "verify"), List.of("plugin", "list"))) {
      Outcome outcome = stowage.run(command.toArray(String[]::new));
      assertEquals(8, outcome.status(), outcome::toString);
      assertTrue(outcome.err().contains(why), outcome::toString);
    }
  }

  @Test
  void theInstallationsRulesHold() throws Exception {
    Files.writeString(plugins.resolveSibling("conf/plugins.toml"), "locked = true\n");
    assertLockedOut("plugins.lock does not list it");

    Files.writeString(plugins.resolveSibling("conf/plugins.toml"), "patience = 5\n");
    Outcome wrong = stowage.run("list");
    assertEquals(2, wrong.status(), wrong::toString);
    assertTrue(wrong.err().contains("patience"), wrong::toString);
  }

  @Test
  void endsWithEightWhenAPluginHangsThrowsOrAnswersNothing() throws Exception {
    Files.writeString(plugins.resolveSibling("conf/plugins.toml"), "patience_secs = 1\n");
    Files.writeString(home.resolve("x.tape"), "tape");
    for (List<String> each :
        List.of(
            List.of("while (true) Thread.onSpinWait();", "gave no sign of life in TapeFormat.open"),
            List.of("throw new OutOfMemoryError(\"x\");", "failed in TapeFormat.open: OutOfMemory"),
            List.of("return null;", "failed in TapeFormat.open: it returned null"))) {
      stowage.succeed("plugin", "install", "--replace", tape(each.get(0)).toString());

      Outcome outcome = stowage.run("image", "inspect", home.resolve("x.tape").toString());

      assertEquals(8, outcome.status(), outcome::toString);
      assertTrue(outcome.err().contains("the plugin tape " + each.get(1)), outcome::toString);
      stowage.succeed("image", "inspect", InstalledStowage.helloOva().toString());
    }
  }

  @Test
  void endsWithEightWhenAPluginLeavesAThread() throws Exception {
    String endless = "while (true) Thread.onSpinWait();";
    PluginJar.ofId("tape")
        .source(
            "acme.TapeFormat",
            """
            package acme;
            import org.stowage.api.disk.*;
            @org.pf4j.Extension
            public final class TapeFormat implements DiskFormat {
              public String id() { return "tape"; }
              public Recognition recognise(ImageHead head) {
                new Thread(() -> { %s }, "tape-poller").start();
                return Recognition.NONE;
              }
              public DiskImage open(ImageSource source, DiskFormats formats) { return null; }
            }
            """
                .formatted(endless))
        .writeTo(plugins.resolve("tape.jar"));

    Outcome outcome = stowage.run("image", "inspect", InstalledStowage.helloOva().toString());

    assertEquals(8, outcome.status(), outcome::toString);
    assertTrue(
        outcome
            .err()
            .contains(
                "the plugin tape left threads running: 'tape-poller', made in"
                    + " TapeFormat.recognise"),
        outcome::toString);
  }
}
