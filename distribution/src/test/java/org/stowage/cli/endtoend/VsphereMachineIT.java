package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.testkit.lab.Govc;
import org.stowage.testkit.lab.LabVcenter;

/** The machine around an instance's disk, as govc sees it. */
class VsphereMachineIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();

  @TempDir private static Path home;

  private static LabVcenter lab;
  private static InstalledStowage stowage;
  private static Govc govc;

  @BeforeAll
  static void start() throws Exception {
    lab = LabVcenter.start();
    Files.writeString(
        home.resolve("stowage.toml"),
        LabTarget.configuration(lab, trust())
            + """

            [targets.folders]
            kind = "local"

            [targets.folders.datastores.here]
            path = "here"
            """);
    Files.createDirectory(home.resolve("here"));
    stowage = InstalledStowage.on(home);
    govc = new Govc(home, lab.environment());
  }

  private static String trust() {
    return "ca_file = \"" + lab.caFile() + "\"";
  }

  @AfterAll
  static void end() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  @AfterEach
  void leavesNothing() throws Exception {
    for (JsonNode instance : stowage.json("list", "--target", "vc").get("instances")) {
      stowage.succeed("destroy", instance.get("instance").textValue(), "--target", "vc");
    }
    assertEquals(List.of(), lab.state().machines());
    assertEquals(List.of(), LabTarget.unfinished(lab));
  }

  private static Outcome deploy(String name, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("deploy", HELLO, "--name", name, "--target", "vc", "--datastore", "vmfs-1"));
    command.addAll(List.of(options));
    return stowage.run(command.toArray(String[]::new));
  }

  private static void succeeds(Outcome outcome) {
    assertEquals(0, outcome.status(), outcome::toString);
  }

  @ParameterizedTest
  @CsvSource({"VM Network, VM Network", "DC0_DVPG0, DVSwitch: "})
  void connectsAnInstanceToTheNetworkThatIsNamed(String network, String shown) throws Exception {
    succeeds(deploy("one", "--network", network));

    String card = govc.run("device.info", "-vm", "one", "ethernet-*");
    assertTrue(card.contains("VirtualVmxnet3"), card);
    assertTrue(card.lines().anyMatch(line -> line.matches(" *Summary: +" + shown + ".*")), card);
  }

  @Test
  void givesAFullCloneACardToo() throws Exception {
    succeeds(deploy("one", "--full-clone", "--network", "VM Network"));
    assertTrue(govc.run("device.info", "-vm", "one", "ethernet-*").contains("VM Network"));
  }

  @Test
  void refusesANetworkThatIsNotThereBeforeAnythingIsSent() throws Exception {
    long before = lab.state().importedBytes();

    Outcome outcome = deploy("one", "--network", "DMZ", "--image-id", "never");

    assertEquals(3, outcome.status(), outcome::toString);
    assertTrue(
        outcome.err().contains("the cluster has no network 'DMZ'")
            && outcome.err().contains("VM Network"),
        outcome::toString);
    assertEquals(before, lab.state().importedBytes());
  }

  @Test
  void startsAnInstanceWhenAsked() throws Exception {
    succeeds(deploy("off"));
    succeeds(deploy("on", "--power-on"));

    assertTrue(govc.run("vm.info", "off").contains("poweredOff"));
    assertTrue(govc.run("vm.info", "on").contains("poweredOn"));
  }

  @Test
  void takesBackAnInstanceThatDoesNotStart() throws Exception {
    lab.fault("task:PowerOnVM_Task:1:InsufficientResourcesFault");

    Outcome outcome = deploy("one", "--power-on");

    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("InsufficientResourcesFault"), outcome::toString);
    assertEquals(List.of(), lab.state().machines());
  }

  @Test
  void usesAllHostsThatAreUpAndNoOthers() throws Exception {
    List<String> hosts = govc.run("find", "/", "-type", "h").lines().toList();
    Set<String> used = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      succeeds(deploy("all-" + i));
      used.add(hostOf("all-" + i));
    }
    assertTrue(used.size() > 1, used::toString);
    govc.run("host.maintenance.enter", hosts.get(0), hosts.get(1));
    try {
      for (int i = 0; i < 3; i++) {
        succeeds(deploy("few-" + i));
        assertEquals(Path.of(hosts.get(2)).getFileName().toString(), hostOf("few-" + i));
      }
      govc.run("host.maintenance.enter", hosts.get(2));

      Outcome outcome = deploy("none");

      assertEquals(5, outcome.status(), outcome::toString);
      assertTrue(
          outcome
              .err()
              .contains("vmfs-1: no host that is connected and not in maintenance can write to it"),
          outcome::toString);
    } finally {
      govc.run("host.maintenance.exit", hosts.get(0), hosts.get(1), hosts.get(2));
    }
  }

  private static String hostOf(String name) throws Exception {
    return govc.run("vm.info", name)
        .lines()
        .filter(line -> line.contains("Host:"))
        .map(line -> line.replaceAll(".*Host: *", ""))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "ide, VirtualIDEController",
    "buslogic, VirtualBusLogicController",
    "lsilogic, VirtualLsiLogicController",
    "lsilogicsas, VirtualLsiLogicSASController",
    "pvscsi, ParaVirtualSCSIController",
    "sata, VirtualAHCIController",
    "nvme, VirtualNVMEController"
  })
  void putsTheDiskOnTheControllerThatIsNamed(String adapterType, String type) throws Exception {
    succeeds(deploy("one", "--adapter-type", adapterType));

    assertTrue(govc.run("device.ls", "-vm", "one").contains(type));
    JsonNode listed = stowage.json("list", "--target", "vc").get("instances").get(0);
    assertEquals(adapterType, listed.get("disk").get("adapterType").textValue());
  }

  @Test
  void runsNothingOnFolders() throws Exception {
    Outcome outcome =
        stowage.run("deploy", HELLO, "--name", "one", "--power-on", "--target", "folders");
    assertEquals(1, outcome.status(), outcome::toString);
    assertTrue(
        outcome.err().contains("target folders keeps instances and runs none"), outcome::toString);
  }
}
