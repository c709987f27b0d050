package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;

/** Datastores that are to be taken away, and disks that grow. On folders. */
class EvacuationIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();

  @TempDir private Path home;

  private InstalledStowage stowage;

  @BeforeEach
  void install() throws Exception {
    for (String name : List.of("a", "b", "small")) {
      Files.createDirectory(home.resolve(name));
    }
    Files.writeString(
        home.resolve("stowage.toml"),
        """
        [targets.lab.datastores.a]
        path = "a"
        [targets.lab.datastores.b]
        path = "b"
        [targets.lab.datastores.small]
        path = "small"
        capacity = "8MiB"
        """);
    stowage = InstalledStowage.on(home);
    stowage.succeed("deploy", HELLO, "--name", "one", "--datastore", "a");
    stowage.succeed("deploy", HELLO, "--name", "two", "--datastore", "b");
  }

  @Test
  void listsWhatStandsOnADatastoreAndChangesNothing() throws Exception {
    stowage.succeed("deploy", HELLO, "--name", "full", "--datastore", "b", "--full-clone");
    List<String> before = FileTree.of(home);

    JsonNode json = stowage.json("datastore", "evacuate", "a", "--dry-run");

    assertEquals(List.of("two"), json.get("dependents").findValuesAsText("instance"));
    assertEquals("dependent", json.at("/dependents/0/outcome").textValue());
    assertTrue(
        json.at("/dependents/0/parent").textValue().startsWith(home.toRealPath() + "/a/"),
        json::toString);
    assertEquals("one", json.at("/instances/0").textValue());
    assertEquals(before, FileTree.of(home));
    assertEquals(
        0, stowage.json("datastore", "evacuate", "b", "--dry-run").get("dependents").size());
  }

  @Test
  void letsDisksStandAloneSoThatTheDatastoreCanGo() throws Exception {
    assertTrue(clone("two").endsWith("linked to a"), clone("two"));

    JsonNode json = stowage.json("datastore", "evacuate", "a");

    assertEquals("stands-alone", json.at("/dependents/0/outcome").textValue());
    assertEquals("full", clone("two"));
    delete(home.resolve("a"));
    Path raw = home.resolve("hello.raw");
    stowage.succeed("image", "convert", HELLO, raw.toString(), "--format", "raw");
    SameDisk.assertSame(raw, "raw", home.resolve("b/two/two.vmdk"), "vmdk");
  }

  @Test
  void tellsWhichDisksItCouldNotFree() throws Exception {
    stowage.succeed("deploy", HELLO, "--name", "tight", "--datastore", "small");

    Outcome outcome = stowage.run("datastore", "evacuate", "a", "-o", "json");

    assertEquals(1, outcome.status(), outcome::toString);
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertEquals(
        List.of("failed", "stands-alone"), json.get("dependents").findValuesAsText("outcome"));
    assertEquals("STW-0010", json.at("/dependents/0/code").textValue());
    assertEquals("linked to a", clone("tight"));
    assertEquals(List.of(), files(home.resolve("small/.stowage")));
  }

  @Test
  void showsThatAParentIsMissing() throws Exception {
    delete(home.resolve("a/_vmware_base"));

    assertEquals("linked, parent missing on a", clone("two"));
    assertTrue(stowage.json("show", "two").at("/disk/parentMissing").booleanValue());
    Outcome outcome = stowage.run("datastore", "evacuate", "a");
    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(outcome.out().contains("is gone"), outcome::toString);
    stowage.succeed("destroy", "two");
  }

  @Test
  void refusesADatastoreThatIsNotThere() throws Exception {
    Outcome outcome = stowage.run("datastore", "evacuate", "c");

    assertEquals(3, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("Its datastores: a, b, small."), outcome::toString);
  }

  @Test
  void growsDisksAndNeverShrinksThem() throws Exception {
    Outcome linked = stowage.run("resize", "two", "--disk-size", "1GiB");
    assertEquals(1, linked.status(), linked::toString);
    assertTrue(linked.err().contains("it is a linked clone"), linked::toString);
    assertTrue(linked.err().contains("--full-clone"), linked::toString);

    JsonNode json = stowage.json("resize", "two", "--disk-size", "1GiB", "--full-clone");
    assertEquals(1L << 30, json.at("/disk/capacityBytes").longValue());
    assertTrue(json.at("/disk/parent").isNull(), json::toString);

    Outcome smaller = stowage.run("resize", "two", "--disk-size", "512MiB");
    assertEquals(1, smaller.status(), smaller::toString);
    assertTrue(smaller.err().contains("disks only grow"), smaller::toString);
    assertEquals(1L << 30, stowage.json("show", "two").at("/disk/capacityBytes").longValue());
    assertEquals(2, stowage.run("resize", "two", "--cpus", "2").status());
  }

  private String clone(String name) throws Exception {
    String line =
        stowage
            .succeed("list")
            .out()
            .lines()
            .filter(one -> one.startsWith(name + " "))
            .findFirst()
            .orElseThrow();
    return line.split(" {2,}")[3];
  }

  private static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("claims"))
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    assertFalse(Files.exists(folder));
  }
}
