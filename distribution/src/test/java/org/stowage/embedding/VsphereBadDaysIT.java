package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.StorageException;
import org.stowage.testkit.lab.LabState;
import org.stowage.testkit.lab.LabVcenter;

/** Deployments to a vCenter whose transfers, leases, sessions and datastores are in a bad way. */
class VsphereBadDaysIT {

  @TempDir private Path folder;
  private LabVcenter lab;
  private RuntimeOnLab runtime;
  private List<String> nothing;

  @BeforeEach
  void start() throws Exception {
    lab = LabVcenter.start();
    runtime = new RuntimeOnLab(lab, folder, "insecure = true");
    nothing = runtime.left();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    // There is none where the program is missing.
    if (lab != null) {
      lab.clearFaults();
      runtime.destroyAll();
      List<String> left = runtime.left();
      runtime.close();
      lab.close();
      assertEquals(nothing, left);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ova, nfs-1, upload:reset:20000, transfer, the connection broke, Run the command again",
    "raw, vsan-1, upload:reset:20000, transfer, the connection broke, Run the command again",
    "sparse, vmfs-1, upload:reset:20000, transfer, the connection broke, Run the command again",
    "flat, vmfs-1, upload:reset:20000, transfer, the connection broke, Run the command again",
    "ova, nfs-1, upload:hang:20000, transfer, did not end within 2 s, image_transfer_timeout_secs",
    "raw, vvol-1, upload:hang:20000, transfer, did not end within 2 s, image_transfer_timeout_secs",
    "flat, nfs-1, upload:hang:20000, transfer, did not end within 2 s, image_transfer_timeout_secs",
    "ova, nfs-1, slow:5000, transfer, did not end within 2 s, image_transfer_timeout_secs",
    "sparse, nfs-1, slow:5000, transfer, did not end within 2 s, image_transfer_timeout_secs",
    "ova, vsan-1, upload:spoil:20000, integrity, through the host, look for a proxy",
    "ova, nfs-1, space:20000, transfer, the datastore is full, Run the command again",
    "sparse, vmfs-1, space:20000, transfer, the datastore is full, Run the command again",
    "ova, nfs-1, lease:NoDiskSpace, datastore-full, the lease failed, choose another datastore",
    "ova, vsan-1, lease:HostCommunication, vsphere-host-unreachable, the lease failed, Look in",
    "ova, nfs-1, task:MoveVirtualDisk_Task:1:FileFault/NoDiskSpace, vsphere-fault, caused by NoDisk,''",
    "sparse, nfs-1, task:CopyVirtualDisk_Task:1:NoDiskSpace, datastore-full, NoDisk, Free space",
    "ova, nfs-1, ImportVApp:1:NoPermission, vsphere-no-permission, VApp.Import, Give the user",
    "ova, nfs-1, HttpNfcLeaseGetManifest:1:InvalidState, vsphere-fault, InvalidState, ''"
  })
  void endsWithOneClearError(
      String format, String datastore, String fault, String code, String said, String remedy)
      throws Exception {
    lab.fault(fault);
    StorageException error;
    try (RuntimeOnLab impatient =
        new RuntimeOnLab(lab, folder, "insecure = true", "image_transfer_timeout_secs = 2")) {
      error = impatient.attempt(format, datastore).orElseThrow();
    }

    assertEquals(code, error.code().name(), error::toString);
    assertTrue(error.getMessage().contains(said), error::toString);
    assertTrue(error.remedy().contains(remedy), error::remedy);
  }

  @Test
  void endsWithOneClearErrorWhenTheLeaseIsLost() throws Exception {
    lab.fault("lease-timeout:1", "HttpNfcLeaseProgress:1:hang", "slow:20000");

    StorageException error = runtime.attempt("ova", "nfs-1").orElseThrow();

    assertEquals("transfer", error.code().name(), error::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"slow:30000", "delay:50", "space:100000000"})
  void succeedsWhenAServerTakesItsTime(String fault) throws Exception {
    lab.fault("lease-timeout:1", fault);

    assertEquals(Optional.empty(), runtime.attempt("ova", "nfs-1"));
  }

  @ParameterizedTest
  @CsvSource({"ova, nfs-1", "sparse, vmfs-1"})
  void keepsLeaseAndClaimsWhenTheSessionEndsInTheMiddleOfAnUpload(String format, String datastore)
      throws Exception {
    lab.fault("lease-timeout:2", "slow:20000");
    LabState before = lab.state();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Optional<StorageException>> deployment =
          thread.submit(() -> runtime.attempt(format, datastore));
      until(() -> received(lab.state()) > received(before) + 10_000);

      lab.fault("session:0");

      assertEquals(0, lab.state().sessions());
      List<String> signs = signs(datastore);
      until(() -> !signs(datastore).equals(signs));
      assertFalse(deployment.isDone());
      assertEquals(Optional.empty(), deployment.get(1, TimeUnit.MINUTES));
    } finally {
      thread.shutdownNow();
    }
    assertEquals(before.calls("Login") + 2, lab.state().calls("Login"));
  }

  private static long received(LabState state) {
    return state.importedBytes() + state.uploadedBytes();
  }

  /** What those who hold claims have written last. */
  private List<String> signs(String datastore) throws IOException {
    try (Stream<Path> files = Files.walk(lab.folder(datastore))) {
      return files
          .filter(file -> file.endsWith("alive"))
          .map(VsphereBadDaysIT::text)
          .sorted()
          .toList();
    }
  }

  /** Another sign may be on its way; then there is none. */
  private static String text(Path sign) {
    try {
      return Files.readString(sign);
    } catch (IOException e) {
      return "";
    }
  }

  private static void until(Callable<Boolean> so) throws Exception {
    CompletableFuture.runAsync(
            () -> {
              try {
                while (!so.call()) {
                  Thread.onSpinWait();
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .get(1, TimeUnit.MINUTES);
  }
}
