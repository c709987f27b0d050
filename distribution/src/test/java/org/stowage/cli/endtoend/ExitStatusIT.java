package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.RealPeers;

/** How the command ends; 1, 6 and 130 have tests of their own beside this one. */
class ExitStatusIT {

  @TempDir private Path home;

  @Test
  void endsWithTwoForAnUnknownOption() throws Exception {
    Outcome outcome = InstalledStowage.on(home).run("list", "--traget", "x");

    assertEquals(2, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("Did you mean --target?"), outcome::toString);
    assertEquals("", outcome.out());
  }

  @Test
  void endsWithTwoForAnUnknownKeyAndSaysWhichWasMeant() throws Exception {
    Files.writeString(home.resolve("stowage.toml"), "[target.x]\n");

    Outcome outcome = InstalledStowage.on(home).run("list");

    assertEquals(2, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("Did you mean 'targets'?"), outcome::toString);
  }

  @Test
  void endsWithThreeForWhatIsNotThere() throws Exception {
    InstalledStowage stowage = InstalledStowage.on(home);

    assertError(stowage.run("show", "nobody", "-o", "json"), 3, "not-found");
    assertError(stowage.run("list", "--target", "nowhere", "-o", "json"), 3, "not-found");
    assertError(stowage.run("deploy", "missing.ova", "--name", "x", "-o", "json"), 3, "not-found");
  }

  @Test
  void endsWithFiveWhenNoDatastoreIsPossible() throws Exception {
    Files.createDirectory(home.resolve("one"));
    Files.writeString(
        home.resolve("stowage.toml"),
        "[targets.a.datastores.one]\npath = \"one\"\nmaintenance = true\n");
    String image = InstalledStowage.helloOva().toString();
    InstalledStowage stowage = InstalledStowage.on(home);

    Outcome plan = stowage.run("plan", image, "--name", "x");
    assertEquals(5, plan.status(), plan::toString);
    assertTrue(plan.out().contains("rejected  one"), plan::toString);

    assertError(stowage.run("deploy", image, "--name", "x", "-o", "json"), 5, "no-placement");
  }

  @Test
  void endsWithEightOnlyForTheListWhenAPluginIsBroken() throws Exception {
    Path distribution = home.resolve("copy");
    RealPeers.run(
        home, "cp", "-r", InstalledStowage.distribution().toString(), distribution.toString());
    Files.writeString(distribution.resolve("plugins/broken.jar"), "this is no jar");
    InstalledStowage stowage = InstalledStowage.of(distribution, home.resolve("home"));

    Outcome list = stowage.run("plugin", "list", "-o", "json");
    assertEquals(8, list.status(), list::toString);
    assertTrue(list.err().contains("broken.jar"), list::toString);
    for (JsonNode plugin : list.json().get("plugins")) {
      boolean broken = plugin.get("file").textValue().equals("broken.jar");
      assertEquals(broken, !plugin.get("problems").isEmpty(), plugin::toString);
    }

    Outcome deployed =
        stowage.run("deploy", InstalledStowage.helloOva().toString(), "--name", "hello");
    assertEquals(0, deployed.status(), deployed::toString);
    assertTrue(
        deployed.err().startsWith("stowage: warning: plugin broken.jar"), deployed::toString);
  }

  @Test
  void endsWithNothingSaidWhenNobodyReadsTheResult() throws Exception {
    InstalledStowage stowage = InstalledStowage.on(home);

    Outcome outcome =
        stowage
            .start(
                List.of(
                    "sh",
                    "-c",
                    "{ \"$0\" config show; echo $? >&2; } | true",
                    stowage.launcher().toString()))
            .outcome();

    assertEquals("0", outcome.err().strip());
  }

  @Test
  void endsWithOneWhenTheResultCannotBeWritten() throws Exception {
    InstalledStowage stowage = InstalledStowage.on(home);

    Outcome outcome =
        stowage
            .start(
                List.of(
                    "sh",
                    "-c",
                    "exec \"$0\" config show > /dev/full",
                    stowage.launcher().toString()))
            .outcome();

    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("No space left on device"), outcome::toString);
  }

  private static void assertError(Outcome outcome, int status, String name) throws Exception {
    assertEquals(status, outcome.status(), outcome::toString);
    assertEquals(name, outcome.error().get("name").textValue(), outcome::toString);
    assertEquals(status, outcome.error().get("exitStatus").intValue());
    assertEquals("", outcome.out());
  }
}
