package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;

class DeployIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();

  @TempDir private Path home;
  private InstalledStowage stowage;

  @BeforeEach
  void install() {
    stowage = InstalledStowage.on(home);
  }

  @Test
  void deploysTheExampleAndSaysWhereEverythingIs() throws Exception {
    JsonNode json = stowage.json("deploy", HELLO, "--name", "hello");

    assertEquals(
        List.of(
            "schemaVersion",
            "instance",
            "target",
            "datastore",
            "disk",
            "descriptorPath",
            "way",
            "source",
            "cacheHit",
            "bytesTransferred",
            "elapsedMs",
            "verdicts"),
        names(json));
    assertEquals(
        List.of(
            "path", "capacityBytes", "adapterType", "parent", "parentDatastore", "parentMissing"),
        names(json.get("disk")));
    assertEquals(1, json.get("schemaVersion").intValue());
    assertEquals("hello", json.get("instance").textValue());
    assertEquals("local", json.get("target").textValue());
    assertEquals("local", json.get("datastore").textValue());
    assertFalse(json.get("cacheHit").booleanValue());
    assertTrue(json.get("bytesTransferred").longValue() > 0, json::toString);
    for (JsonNode path :
        List.of(
            json.get("descriptorPath"),
            json.get("disk").get("path"),
            json.get("disk").get("parent"))) {
      assertTrue(Files.isRegularFile(Path.of(path.textValue())), path::toString);
      assertTrue(Path.of(path.textValue()).startsWith(home), path::toString);
    }
    assertEquals(List.of(), stowage.unfinished());
  }

  @Test
  void readsNothingOfAnImageThatIsCached() throws Exception {
    stowage.succeed("deploy", HELLO, "--name", "one");

    JsonNode second = stowage.json("deploy", HELLO, "--name", "two");

    assertTrue(second.get("cacheHit").booleanValue(), second::toString);
    assertEquals(0, second.get("bytesTransferred").longValue());
  }

  @Test
  void readsAnImageFromTheStandardInputOnce() throws Exception {
    InstalledStowage.Running running =
        stowage.start("deploy", "-", "--name", "piped", "--image-id", "hello-7", "-o", "json");
    try (OutputStream input = running.process().getOutputStream()) {
      Files.copy(Path.of(HELLO), input);
    }
    Outcome outcome = running.outcome();

    assertEquals(0, outcome.status(), outcome::toString);
    JsonNode json = outcome.json();
    assertEquals(Files.size(Path.of(HELLO)), json.get("bytesTransferred").longValue());
    stowage.succeed("deploy", HELLO, "--name", "filed");
    SameDisk.assertSame(
        Path.of(json.get("disk").get("path").textValue()),
        "vmdk",
        Path.of(stowage.json("show", "filed").get("disk").get("path").textValue()),
        "vmdk");
  }

  @Test
  void refusesTheStandardInputWithoutAnIdentity() throws Exception {
    Outcome outcome = stowage.run("deploy", "-", "--name", "piped");

    assertEquals(2, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("--image-id"), outcome::toString);
  }

  @Test
  void copiesTheDiskWhenAskedTo() throws Exception {
    JsonNode json = stowage.json("deploy", HELLO, "--name", "full", "--full-clone");

    assertTrue(json.get("disk").get("parent").isNull(), json::toString);
  }

  @Test
  void growsTheDiskAndOverridesTheAdapterWhenAskedTo() throws Exception {
    JsonNode json =
        stowage.json(
            "deploy", HELLO, "--name", "big", "--disk-size", "1GiB", "--adapter-type", "pvscsi");

    assertEquals(1L << 30, json.get("disk").get("capacityBytes").longValue());
    assertEquals("pvscsi", json.get("disk").get("adapterType").textValue());
  }

  @Test
  void listsShowsAndDestroysWhatItDeployed() throws Exception {
    JsonNode deployed = stowage.json("deploy", HELLO, "--name", "hello", "--cpus", "2");

    JsonNode listed = stowage.json("list").get("instances");
    assertEquals(1, listed.size(), listed::toString);
    assertEquals(listed.get(0), without(stowage.json("show", "hello"), "schemaVersion"));
    assertEquals(deployed.get("disk"), listed.get(0).get("disk"));
    assertEquals(2, listed.get(0).get("cpus").intValue());
    assertEquals(1L << 30, listed.get(0).get("memoryBytes").longValue());

    JsonNode cached = stowage.json("cache", "list").get("images").get(0);
    assertEquals("hello", cached.get("instances").get(0).textValue());

    stowage.succeed("destroy", "hello");

    assertEquals(0, stowage.json("list").get("instances").size());
    assertFalse(Files.exists(Path.of(deployed.get("descriptorPath").textValue())));
    assertFalse(Files.exists(Path.of(deployed.get("disk").get("path").textValue())));
    assertTrue(Files.exists(Path.of(deployed.get("disk").get("parent").textValue())));
    assertEquals(1, stowage.json("cache", "list").get("images").size());
  }

  @Test
  void refusesANameThatIsTakenAndLeavesItsHolderAlone() throws Exception {
    stowage.succeed("deploy", HELLO, "--name", "hello");
    List<String> before = FileTree.of(stowage.datastore());

    Outcome second = stowage.run("deploy", HELLO, "--name", "hello");

    assertEquals(1, second.status(), second::toString);
    assertTrue(second.err().contains("code STW-0005 already-exists"), second::toString);
    assertEquals("", second.out());
    assertEquals(before, FileTree.of(stowage.datastore()));
  }

  @Test
  void plansWithoutLeavingAnything() throws Exception {
    stowage.succeed("datastore", "list");
    List<String> before = FileTree.of(home);

    JsonNode plan = stowage.json("plan", HELLO, "--name", "hello");
    JsonNode dryRun = stowage.json("deploy", HELLO, "--name", "hello", "--dry-run");

    assertEquals("local", plan.get("choice").textValue());
    assertEquals(
        List.of(
            "datastore",
            "eligible",
            "score",
            "cached",
            "way",
            "source",
            "neededBytes",
            "reason",
            "code",
            "remedy"),
        names(plan.get("verdicts").get(0)));
    // The reason tells the space that is free, which other processes of this machine change.
    for (JsonNode both : List.of(plan, dryRun)) {
      ((ObjectNode) both.get("verdicts").get(0)).remove(List.of("reason", "score"));
    }
    assertEquals(plan, dryRun);
    assertEquals(before, FileTree.of(home));
  }

  @Test
  void explainsItsChoiceWhenAskedTo() throws Exception {
    Outcome outcome = stowage.run("deploy", HELLO, "--name", "hello", "--explain");

    assertEquals(0, outcome.status(), outcome::toString);
    assertTrue(
        outcome
            .out()
            .lines()
            .anyMatch(line -> line.matches(" *chosen +local +score \\d+ .* free, .*")),
        outcome::toString);
  }

  @Test
  void printsOneReasonForEachDatastoreThatIsOut() throws Exception {
    Path config = home.resolve("stowage.toml");
    Files.createDirectories(home.resolve("one"));
    Files.createDirectories(home.resolve("two"));
    Files.writeString(
        config,
        """
        [targets.lab]
        datastore_regex = "nfs-.*"
        [targets.lab.datastores.nfs-1]
        path = "one"
        [targets.lab.datastores.nfs-2]
        path = "two"
        maintenance = true
        [targets.lab.datastores.nfs-3]
        path = "three"
        [targets.lab.datastores.other]
        path = "one"
        """);

    Outcome plan = stowage.succeed("plan", HELLO, "--name", "hello");

    List<String> lines = plan.out().lines().skip(1).map(String::strip).toList();
    assertEquals(4, lines.size(), plan::toString);
    assertTrue(lines.get(0).startsWith("chosen    nfs-1  score "), plan::toString);
    assertTrue(lines.get(1).matches("rejected  nfs-2  - +it is in maintenance.*"), plan::toString);
    assertTrue(lines.get(2).matches("rejected  nfs-3  - +it is not accessible.*"), plan::toString);
    assertTrue(
        lines.get(3).matches("rejected  other  - +its name does not match.*"), plan::toString);
  }

  @Test
  void deploysAnImageWhoseNameIsNotAscii() throws Exception {
    Path image = Files.copy(InstalledStowage.helloOva(), home.resolve("größe ☃.ova"));

    Outcome outcome =
        stowage
            .with("LC_ALL", "")
            .with("LANG", "")
            .run("deploy", image.toString(), "--name", "snow", "-o", "json");

    assertEquals(0, outcome.status(), outcome::toString);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode without(JsonNode object, String name) {
    ((com.fasterxml.jackson.databind.node.ObjectNode) object).remove(name);
    return object;
  }
}
