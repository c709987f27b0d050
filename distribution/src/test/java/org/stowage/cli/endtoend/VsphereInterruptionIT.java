package org.stowage.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.cli.endtoend.InstalledStowage.Outcome;
import org.stowage.cli.endtoend.InstalledStowage.Running;
import org.stowage.testkit.lab.LabState;
import org.stowage.testkit.lab.LabVcenter;

/** Deployments to a vCenter that are ended from outside. */
class VsphereInterruptionIT {

  private static final String HELLO = InstalledStowage.helloOva().toString();

  /** Where uploads stop. */
  private static final int HALF_BYTES = 20_000;

  @TempDir private Path home;
  private LabVcenter lab;
  private InstalledStowage stowage;

  @BeforeEach
  void start() throws Exception {
    lab = LabVcenter.start();
    Files.writeString(
        home.resolve("stowage.toml"), LabTarget.configuration(lab, "insecure = true"));
    stowage = InstalledStowage.on(home);
  }

  @AfterEach
  void end() throws Exception {
    // There is none where the program is missing.
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MakeDirectory:1, nfs-1, linked",
    "MakeDirectory:4, nfs-1, linked",
    "ImportVApp:1, nfs-1, linked",
    "HttpNfcLeaseGetManifest:1, nfs-1, linked",
    "HttpNfcLeaseComplete:1, vsan-1, linked",
    "ReconfigVM_Task:1, nfs-1, linked",
    "MoveVirtualDisk_Task:1, vsan-1, linked",
    "Destroy_Task:1, nfs-1, linked",
    "MoveVirtualDisk_Task:2, nfs-1, linked",
    "CreateVM_Task:1, nfs-1, linked",
    "CopyVirtualDisk_Task:1, nfs-1, full"
  })
  void nextDeploymentRemovesWhatAKilledOneLeft(String hangsAt, String datastore, String clone)
      throws Exception {
    lab.fault(hangsAt + ":hang");
    String[] deploy = deploy(HELLO, datastore, clone);
    String[] call = hangsAt.split(":");

    kill(deploy, () -> lab.state().calls(call[0]) >= Integer.parseInt(call[1]));

    assertNextDeploymentRemovesAll(deploy, datastore);
  }

  @Test
  void nextImportRemovesWhatIsLeftOfOneThatWasDone() throws Exception {
    lab.fault("DeleteDatastoreFile_Task:1:hang");

    kill(
        deploy(HELLO, "vsan-1", "linked"),
        () -> lab.state().calls("DeleteDatastoreFile_Task") >= 1);

    assertNextDeploymentRemovesAll(deploy(image("raw"), "vsan-1", "linked"), "vsan-1");
  }

  @ParameterizedTest
  @CsvSource({"ova, nfs-1", "raw, vsan-1", "sparse, vmfs-1", "flat, nfs-1"})
  void nextDeploymentRemovesWhatOneKilledInItsUploadLeft(String format, String datastore)
      throws Exception {
    String[] deploy = deploy(image(format), datastore, "linked");
    lab.fault("upload:hang:" + HALF_BYTES);

    kill(deploy, () -> received() >= HALF_BYTES);

    assertNextDeploymentRemovesAll(deploy, datastore);
  }

  @ParameterizedTest
  @CsvSource({"INT, ova, nfs-1", "TERM, ova, vsan-1", "INT, sparse, vmfs-1", "TERM, flat, nfs-1"})
  void leavesNothingWhenItIsToldToEndInItsUpload(String signal, String format, String datastore)
      throws Exception {
    String[] deploy = deploy(image(format), datastore, "linked");
    lab.fault("upload:hang:" + HALF_BYTES);

    Outcome outcome = end(deploy, signal, () -> received() >= HALF_BYTES);

    assertEquals(signal.equals("INT") ? 130 : 143, outcome.status(), outcome::toString);
    assertTrue(outcome.err().contains("what was half-done has been removed"), outcome::toString);
    LabState state = lab.state();
    assertEquals(List.of(), state.machines());
    assertEquals(0, state.leases());
    assertEquals(0, state.sessions());
    assertEquals(List.of(), LabTarget.unfinished(lab));
  }

  private static String[] deploy(String image, String datastore, String clone) {
    List<String> command =
        List.of("deploy", image, "--name", "one", "--target", "vc", "--datastore", datastore);
    Stream<String> more = clone.equals("full") ? Stream.of("--full-clone") : Stream.of();
    return Stream.concat(command.stream(), more).toArray(String[]::new);
  }

  private String image(String format) throws Exception {
    if (format.equals("ova")) {
      return HELLO;
    }
    Path made = home.resolve("image." + (format.equals("raw") ? "raw" : "vmdk"));
    stowage.succeed("image", "convert", HELLO, made.toString(), "--format", format);
    return made.toString();
  }

  private long received() throws Exception {
    return lab.state().importedBytes() + lab.state().uploadedBytes();
  }

  private void kill(String[] deploy, Callable<Boolean> when) throws Exception {
    end(deploy, "KILL", when);
  }

  private Outcome end(String[] deploy, String signal, Callable<Boolean> when) throws Exception {
    Running running = stowage.start(deploy);
    while (!when.call()) {
      assertFalse(running.process().waitFor(50, TimeUnit.MILLISECONDS), "it ended before that");
    }
    running.signal(signal);
    return running.outcome();
  }

  private void assertNextDeploymentRemovesAll(String[] deploy, String datastore) throws Exception {
    lab.clearFaults();

    stowage.succeed(deploy);

    assertEquals(List.of("one"), lab.state().machines());
    assertEquals(0, lab.state().leases());
    // A claim that nobody waits for, such as that of a folder already removed, stays a name.
    assertEquals(
        List.of(),
        LabTarget.unfinished(lab).stream().filter(path -> !path.contains("/claims/")).toList());
    Path raw = home.resolve("hello.raw");
    stowage.succeed("image", "convert", HELLO, raw.toString(), "--format", "raw");
    SameDisk.assertSame(raw, "raw", descriptor(datastore), "vmdk");
  }

  private Path descriptor(String datastore) throws Exception {
    try (Stream<Path> files = Files.walk(lab.folder(datastore))) {
      return files.filter(file -> file.endsWith("one.vmdk")).findAny().orElseThrow();
    }
  }
}
