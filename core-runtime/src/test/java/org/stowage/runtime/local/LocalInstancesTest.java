package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.testkit.TestTransfer;
import org.stowage.vmdk.descriptor.Descriptor;

/** Instances as the files that others see. */
class LocalInstancesTest {

  private static final int CAPACITY = 1 << 20;

  @TempDir Path folder;
  private LocalTarget target;
  private Path datastore;
  private DatastorePath base;

  @BeforeEach
  void makeBaseDisk() throws IOException {
    target = TestTarget.in(folder, TestTarget.PLAIN, TestTarget.PLAIN_HIDDEN);
    datastore = folder.resolve(TestTarget.PLAIN);
    DatastorePath images = DatastorePath.root(TestTarget.PLAIN).resolve("_vmware_base/img");
    target.ports(TestTarget.PLAIN).files().makeDirectory(images);
    base = images.resolve("img.vmdk");
    target.ports(TestTarget.PLAIN).disks().create(base, CAPACITY, AdapterType.LSILOGIC);
  }

  private Instance create(String name, String type, boolean linked) throws IOException {
    return target
        .instances()
        .create(
            new InstanceSpec(
                name, type, "img", base, linked, CAPACITY, AdapterType.LSILOGIC, 1, 64, null),
            new TestTransfer(2));
  }

  private Descriptor descriptor(Instance instance) throws IOException {
    return LocalDisk.look(Path.of(target.display(instance.disk()))).descriptor();
  }

  @Test
  void areAFolderWithAMachineAndADisk() throws IOException {
    create("web-1", TestTarget.PLAIN, true);

    assertEquals(List.of("web-1.vmdk", "web-1.vmx"), names(datastore.resolve("web-1")));
  }

  @Test
  void nameTheirParentRelativeOnTheSameDatastore() throws IOException {
    Instance near = create("web-1", TestTarget.PLAIN, true);

    assertEquals("../_vmware_base/img/img.vmdk", descriptor(near).parentFileNameHint());
    Path moved = Files.move(datastore, folder.resolve("moved"));
    LocalTarget there =
        TestTarget.of(TestTarget.datastore(TestTarget.PLAIN, TestTarget.PLAIN, moved));
    assertEquals(List.of(near), there.instances().list());
  }

  @Test
  void nameTheirParentByItsRealPathOnAnotherDatastore() throws IOException {
    Instance far = create("web-1", TestTarget.PLAIN_HIDDEN, true);

    assertEquals(
        datastore.toRealPath().resolve("_vmware_base/img/img.vmdk").toString(),
        descriptor(far).parentFileNameHint());
  }

  @Test
  void areArrangedAsTheirDatastoreDemands() throws IOException {
    create("flat", TestTarget.PLAIN, false);
    create("sparse", TestTarget.PLAIN_HIDDEN, false);

    assertEquals(
        List.of("flat-flat.vmdk", "flat.vmdk", "flat.vmx"), names(datastore.resolve("flat")));
    assertEquals(
        List.of("sparse.vmdk", "sparse.vmx"),
        names(folder.resolve(TestTarget.PLAIN_HIDDEN).resolve("sparse")));
  }

  @Test
  void areFoundAmongForeignAndBrokenFolders() throws IOException {
    Instance good = create("good", TestTarget.PLAIN, true);
    Files.createDirectories(datastore.resolve("empty"));
    Files.write(Files.createDirectories(datastore.resolve("noise")).resolve("noise.vmx"), noise());
    Files.writeString(
        Files.createDirectories(datastore.resolve("foreign")).resolve("foreign.vmx"),
        "displayName = \"foreign\"\nscsi0:0.present = \"TRUE\"\n");
    create("no-disk", TestTarget.PLAIN, true);
    Files.delete(datastore.resolve("no-disk/no-disk.vmdk"));
    create("bad-disk", TestTarget.PLAIN, true);
    Files.write(datastore.resolve("bad-disk/bad-disk.vmdk"), noise());
    create("elsewhere", TestTarget.PLAIN, true);
    Path vmx = datastore.resolve("elsewhere/elsewhere.vmx");
    Files.writeString(vmx, Files.readString(vmx).replace("\"elsewhere.vmdk\"", "\"../x.vmdk\""));
    Files.createSymbolicLink(datastore.resolve("link"), folder);

    assertEquals(List.of(good), target.instances().list());
  }

  @Test
  void areListedWhenTheirParentIsGone() throws IOException {
    create("orphan", TestTarget.PLAIN, true);
    target.ports(TestTarget.PLAIN).disks().delete(base);

    Instance orphan = target.instances().list().get(0);

    assertEquals(Optional.of(base), orphan.knownParent());
    StorageException refusal =
        assertThrows(
            StorageException.class, () -> target.instances().flatten(orphan, new TestTransfer(2)));
    assertEquals(CommonError.NOT_FOUND, refusal.code());
    assertTrue(refusal.getMessage().endsWith("img.vmdk, is gone"), refusal.getMessage());
    target.instances().destroy(orphan);
    assertFalse(Files.exists(datastore.resolve("orphan")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", ".stowage"})
  void areNotNamedLikeWhatIsNoFolderOfTheirs(String name) throws IOException {
    StorageException refusal =
        assertThrows(StorageException.class, () -> create(name, TestTarget.PLAIN, true));

    assertEquals(CommonError.NOT_ALLOWED, refusal.code());
    assertEquals(List.of(), target.instances().list());
  }

  private static byte[] noise() {
    byte[] noise = new byte[3000];
    new Random(3).nextBytes(noise);
    return noise;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
