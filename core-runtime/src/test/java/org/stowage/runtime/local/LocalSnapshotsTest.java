package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.testkit.RecordingDiskSink;
import org.stowage.testkit.TestTransfer;

/** Disks of instances on folders, as they are given out. */
class LocalSnapshotsTest {

  private static final int CAPACITY = 1 << 20;

  @TempDir Path folder;
  private LocalTarget target;
  private DatastorePath base;

  @BeforeEach
  void makeBaseDisk() throws IOException {
    target = TestTarget.in(folder, TestTarget.PLAIN, TestTarget.PLAIN_HIDDEN);
    DatastorePorts ports = target.ports(TestTarget.PLAIN);
    DatastorePath images = DatastorePath.root(TestTarget.PLAIN).resolve("_vmware_base/img");
    ports.files().makeDirectory(images);
    base = images.resolve("img.vmdk");
    try (DiskImage image = TestImages.make(folder, "raw", content())) {
      ports
          .imports()
          .importFlat(
              image, CAPACITY, new BaseDisk(base, AdapterType.LSILOGIC), new TestTransfer(2));
    }
  }

  private Instance create(String type, boolean linked) throws IOException {
    return target
        .instances()
        .create(
            new InstanceSpec(
                "web-1", type, "img", base, linked, CAPACITY, AdapterType.LSILOGIC, 1, 64, null),
            new TestTransfer(2));
  }

  private DiskImage open(Instance instance) throws IOException {
    return target.snapshots().orElseThrow().open(instance, new TestTransfer(2));
  }

  @ParameterizedTest
  @CsvSource({"plain,true", "plain,false", "plain-hidden,true", "plain-hidden,false"})
  void holdWhatTheGuestSees(String type, boolean linked) throws IOException {
    Instance instance = create(type, linked);

    try (DiskImage image = open(instance);
        RecordingDiskSink sink = new RecordingDiskSink(CAPACITY)) {
      image.copyTo(sink, new TestTransfer(2));

      assertEquals(CAPACITY, image.facts().capacityBytes());
      assertArrayEquals(content(), sink.content());
    }
  }

  @Test
  void leaveTheInstanceAndTheDatastoreAsTheyWere() throws IOException {
    Instance instance = create(TestTarget.PLAIN, true);
    List<String> before = tree();

    open(instance).close();

    assertEquals(before, tree());
    assertEquals(List.of(instance), target.instances().list());
  }

  @Test
  void keepEverybodyOffTheInstanceUntilTheyAreClosed() throws IOException {
    Instance instance = create(TestTarget.PLAIN, true);

    DiskImage image = open(instance);
    assertFalse(nameIsFree());
    image.close();
    image.close();

    assertTrue(nameIsFree());
    target.instances().destroy(instance);
  }

  @Test
  void areNotHadOfAnInstanceThatIsGone() throws IOException {
    Instance instance = create(TestTarget.PLAIN, true);
    target.instances().destroy(instance);
    create(TestTarget.PLAIN, true);

    StorageException refusal = assertThrows(StorageException.class, () -> open(instance));

    assertEquals(CommonError.NOT_FOUND, refusal.code());
    assertTrue(nameIsFree());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-1.vmdk.lck", "web-1.vmx.lck", ".lck-3f00000000000000"})
  void areNotHadWhileAVmwareProductRunsTheMachine(String mark) throws IOException {
    Instance instance = create(TestTarget.PLAIN, true);
    Files.createDirectory(folder.resolve(TestTarget.PLAIN).resolve("web-1").resolve(mark));

    StorageException refusal = assertThrows(StorageException.class, () -> open(instance));

    assertEquals(CommonError.NOT_ALLOWED, refusal.code());
    assertTrue(refusal.getMessage().contains(mark), refusal.getMessage());
    assertTrue(refusal.remedy().startsWith("Shut the virtual machine down"), refusal.remedy());
    assertTrue(nameIsFree());
  }

  private boolean nameIsFree() throws IOException {
    for (LocalFolder datastore : target.usableFolders()) {
      var claim = datastore.claims().tryClaim("instance web-1");
      if (claim.isEmpty()) {
        return false;
      }
      claim.get().close();
    }
    return true;
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file + (Files.isRegularFile(file) ? " " + file.toFile().length() : ""))
          .sorted()
          .toList();
    }
  }

  private static byte[] content() {
    byte[] content = new byte[CAPACITY];
    new Random(5).nextBytes(content);
    return content;
  }
}
