package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.testkit.TestTransfer;

/** Many who want the same name at once: one of them gets it, the others are told. */
class LocalRacesTest {

  private static final int MANY = 6;

  @TempDir Path folder;

  @RepeatedTest(5)
  void oneUploadWins() throws Exception {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    DatastorePath file = path("file");

    int winner =
        race(
            me ->
                target
                    .ports(TestTarget.PLAIN)
                    .files()
                    .upload(file, new ByteArrayInputStream(new byte[me + 1]), me + 1, transfer()));

    assertEquals(
        winner + 1, target.ports(TestTarget.PLAIN).files().find(file).orElseThrow().sizeBytes());
  }

  @RepeatedTest(5)
  void oneDiskWins() throws Exception {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN);
    VirtualDisks disks = target.ports(TestTarget.PLAIN).disks();

    int winner = race(me -> disks.create(path("disk.vmdk"), 512L * (me + 1), AdapterType.IDE));

    assertEquals(512L * (winner + 1), disks.find(path("disk.vmdk")).orElseThrow().capacityBytes());
    assertEquals(
        512L * (winner + 1),
        target
            .ports(TestTarget.PLAIN)
            .files()
            .find(path("disk-flat.vmdk"))
            .orElseThrow()
            .sizeBytes());
  }

  @RepeatedTest(3)
  void oneInstanceWinsOnTheWholeTarget() throws Exception {
    LocalTarget target = TestTarget.in(folder, TestTarget.PLAIN, TestTarget.PLAIN_HIDDEN);
    DatastorePath base = path("base.vmdk");
    target.ports(TestTarget.PLAIN).disks().create(base, 1 << 20, AdapterType.IDE);

    int winner =
        race(
            me ->
                target
                    .instances()
                    .create(
                        new InstanceSpec(
                            "web-1",
                            me % 2 == 0 ? TestTarget.PLAIN : TestTarget.PLAIN_HIDDEN,
                            "img-" + me,
                            base,
                            true,
                            1 << 20,
                            AdapterType.IDE,
                            1,
                            64,
                            null),
                        transfer()));

    List<Instance> instances = target.instances().list();
    assertEquals(List.of("img-" + winner), instances.stream().map(Instance::imageId).toList());
  }

  /** Runs all contestants at once; all but one fail because the name is taken. */
  private static int race(Contestant contestant) throws Exception {
    ExecutorService crowd = Executors.newFixedThreadPool(MANY);
    CyclicBarrier start = new CyclicBarrier(MANY);
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int me = i;
      runs.add(
          () -> {
            start.await();
            try {
              contestant.run(me);
              return true;
            } catch (StorageException e) {
              assertEquals(CommonError.ALREADY_EXISTS, e.code(), e::getMessage);
              return false;
            }
          });
    }
    List<Integer> winners = new ArrayList<>();
    try {
      List<Future<Boolean>> results = crowd.invokeAll(runs);
      for (int i = 0; i < MANY; i++) {
        if (results.get(i).get()) {
          winners.add(i);
        }
      }
    } finally {
      crowd.shutdownNow();
    }
    assertEquals(1, winners.size(), winners::toString);
    return winners.get(0);
  }

  private static TestTransfer transfer() {
    return new TestTransfer(1);
  }

  private static DatastorePath path(String path) {
    return new DatastorePath(TestTarget.PLAIN, path);
  }

  private interface Contestant {
    void run(int me) throws IOException;
  }
}
