package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;
import org.stowage.testkit.lab.FileServer;
import org.stowage.testkit.lab.LabVcenter;

/** Lists of instances, on folders and on a vCenter, also when they are cut off. */
class ApplyIT {

  private static final Path HELLO = InstalledStowage.helloOva();

  @TempDir private Path home;

  private LabVcenter lab;
  private FileServer server;
  private InstalledStowage stowage;

  /** Counted down when the import of {@code slow} is half done, which then is as far as it gets. */
  private final CountDownLatch halfway = new CountDownLatch(1);

  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    lab = LabVcenter.start();
    server = FileServer.start().serve("/slow.ova", HELLO);
    for (String name : List.of("a", "b")) {
      Files.createDirectory(home.resolve(name));
    }
    Files.writeString(
        home.resolve("stowage.toml"),
        """
        default_target = "lab"
        [targets.lab.datastores.a]
        path = "a"
        [targets.lab.datastores.b]
        path = "b"
        """
            + LabTarget.configuration(lab, "ca_file = \"" + lab.caFile() + "\""));
    stowage = InstalledStowage.on(home);
  }

  @AfterEach
  void end() throws Exception {
    goOn.countDown();
    server.close();
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab", "vc"})
  void deploysWhatIsMissing(String target) throws Exception {
    String fleet = fleet("i0", "i1", "i2", "i3");

    JsonNode first = stowage.json("apply", fleet, "--target", target);
    stowage.succeed("destroy", "i2", "--target", target);
    JsonNode second = stowage.json("apply", fleet, "--target", target);

    assertEquals(target, first.get("target").textValue());
    assertEquals(Set.of("deployed"), new TreeSet<>(outcomes(first)));
    assertEquals(1, imports(first), first::toString);
    assertEquals(List.of("there", "there", "deployed", "there"), outcomes(second));
    assertEquals(0, imports(second), second::toString);
    assertEquals(List.of("i0", "i1", "i2", "i3"), instances(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab", "vc"})
  void whatFailsKeepsNothingElseFromBeingDeployed(String target) throws Exception {
    String fleet = fleet("i0", "absent", "i2");

    Outcome failed = stowage.run("apply", fleet, "--target", target, "-o", "json");

    assertEquals(1, failed.status(), failed::toString);
    assertEquals(List.of("deployed", "failed", "deployed"), outcomes(failed.json()));
    JsonNode absent = failed.json().at("/instances/1");
    assertEquals("STW-0003", absent.get("code").textValue());
    assertTrue(absent.get("message").textValue().contains("absent.ova"), absent::toString);
    Files.copy(HELLO, home.resolve("absent.ova"));
    Outcome again = stowage.succeed("apply", fleet, "--target", target);
    assertTrue(
        again.out().contains("3 of 3 instances stand on target " + target + ": 1 deployed, 2"),
        again::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab", "vc"})
  void theNextRunDoesWhatAKilledOneLeft(String target) throws Exception {
    String fleet = fleet("i0", "i1", "slow", "i3", "i4");

    Outcome killed = endHalfway("KILL", "apply", fleet, "--target", target, "--at-once", "1");
    assertEquals(137, killed.status(), killed::toString);
    assertEquals(List.of("i0", "i1"), instances(target));
    JsonNode again = stowage.json("apply", fleet, "--target", target);

    assertEquals(List.of("there", "there", "deployed", "deployed", "deployed"), outcomes(again));
    assertEquals(List.of("i0", "i1", "i3", "i4", "slow"), instances(target));
    assertEquals(List.of(), unfinished(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lab", "vc"})
  void ctrlCLeavesWholeInstancesAndAReport(String target) throws Exception {
    String fleet = fleet("i0", "i1", "slow", "i3", "i4");

    Outcome ended =
        endHalfway("INT", "apply", fleet, "--target", target, "--at-once", "1", "-o", "json");

    assertEquals(130, ended.status(), ended::toString);
    assertEquals(
        List.of("deployed", "deployed", "interrupted", "interrupted", "interrupted"),
        outcomes(ended.json()));
    assertEquals(List.of("i0", "i1"), instances(target));
    assertEquals(List.of(), unfinished(target));
  }

  @Test
  void twoMayApplyTheSameListAtOnce() throws Exception {
    String fleet = fleet("i0", "i1", "i2", "i3", "i4", "i5");

    Running one = stowage.start("apply", fleet, "-o", "json");
    Running other = stowage.start("apply", fleet, "-o", "json");

    int deployed = 0;
    for (Outcome outcome : List.of(one.outcome(), other.outcome())) {
      assertEquals(0, outcome.status(), outcome::toString);
      deployed += (int) outcomes(outcome.json()).stream().filter("deployed"::equals).count();
    }
    assertEquals(6, deployed);
    assertEquals(List.of("i0", "i1", "i2", "i3", "i4", "i5"), instances("lab"));
  }

  @Test
  void changesNothingWhenTheListIsWrong() throws Exception {
    Path file = home.resolve("fleet.toml");
    Files.writeString(file, "[instances.i0]\nimage = \"" + HELLO + "\"\ndisk-size = \"1GiB\"\n");
    List<String> before = FileTree.of(home);

    Outcome outcome = stowage.run("apply", file.toString());

    assertEquals(2, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("'instances.i0.disk-size' is unknown"), outcome::toString);
    assertTrue(outcome.err().contains("Did you mean 'disk_size'?"), outcome::toString);
    assertEquals(before, FileTree.of(home));
    assertEquals(2, stowage.run("apply", file.toString(), "--at-once", "0").status());
  }

  /** A list of instances of hello, but for those called absent and slow. */
  private String fleet(String... names) throws IOException {
    StringBuilder text = new StringBuilder("[defaults]\nimage = \"" + HELLO + "\"\n");
    for (String name : names) {
      text.append("[instances.").append(name).append("]\n");
      if (name.equals("absent")) {
        text.append("image = \"absent.ova\"\n");
      }
      if (name.equals("slow")) {
        text.append("image = \"" + server.url("/slow.ova") + "\"\n");
      }
    }
    return Files.writeString(home.resolve("fleet.toml"), text).toString();
  }

  private Outcome endHalfway(String signal, String... command) throws Exception {
    server.breakAt(
        Files.size(HELLO) / 2,
        () -> {
          halfway.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Running running = stowage.start(command);
    assertTrue(halfway.await(120, TimeUnit.SECONDS), "it did not come half way");
    running.signal(signal);
    return running.outcome();
  }

  private static List<String> outcomes(JsonNode report) {
    return report.get("instances").findValuesAsText("outcome");
  }

  private static long imports(JsonNode report) {
    return report.get("instances").findValuesAsText("way").stream()
        .filter("imported"::equals)
        .count();
  }

  private List<String> instances(String target) throws Exception {
    return stowage.json("list", "--target", target).get("instances").findValuesAsText("instance");
  }

  private List<String> unfinished(String target) throws IOException {
    if (target.equals("vc")) {
      return LabTarget.unfinished(lab);
    }
    List<String> found = new ArrayList<>();
    for (String folder : List.of("a/vmware_temp", "a/.stowage/scratch", "b/vmware_temp")) {
      if (Files.isDirectory(home.resolve(folder))) {
        try (Stream<Path> entries = Files.list(home.resolve(folder))) {
          entries.map(Path::toString).forEach(found::add);
        }
      }
    }
    return found;
  }
}
