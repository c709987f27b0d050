package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.VirtualDisks;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.InstanceSpec;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.TopLevelFolder;
import org.stowage.testkit.TestTransfer;

/**
 * Each operation is killed before its first change of the datastore, before its second, and so on
 * until it gets through. Whatever it left: every disk and instance that can be found is whole, no
 * old one is lost, what is swept is gone, and the operation, done again, comes to the same end as
 * if nothing had happened.
 */
class KilledAtEveryStepTest {

  private static final int CAPACITY = 1 << 17;
  private static final byte[] CONTENT = content();

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("operations")
  void losesNothingAndCanBeDoneAgain(String type, String name, Operation operation)
      throws IOException {
    Path prepared = prepare(type);
    TreeSet<String> undisturbed = files(finished(prepared, type, operation));
    boolean died = true;
    for (int changes = 0; died; changes++) {
      Path place = copyOf(prepared, "changes-" + changes);
      MortalFiles mortal = new MortalFiles(changes);
      try {
        operation.run(new Ground(target(mortal.see(place), type), type, folder));
      } catch (IOException e) {
        assertTrue(mortal.died(), e::toString);
      }
      died = mortal.died();

      LocalTarget target = target(place, type);
      sweep(target, type);
      assertAllIsWhole(target, place, type);
      repeat(name, operation, target, type);
      sweep(target, type);
      assertEquals(undisturbed, files(place), name + " killed after " + changes + " changes");
      assertAllIsWhole(target, place, type);
      FileTree.delete(place);
    }
  }

  static Stream<Arguments> operations() {
    return Stream.of(TestTarget.PLAIN, TestTarget.OBJECTS)
        .flatMap(
            type ->
                Stream.of(
                    arguments(type, "upload", (Operation) KilledAtEveryStepTest::upload),
                    arguments(type, "import", (Operation) KilledAtEveryStepTest::importDisk),
                    arguments(type, "create", (Operation) KilledAtEveryStepTest::createDisk),
                    arguments(type, "copy", (Operation) KilledAtEveryStepTest::copyDisk),
                    arguments(type, "move", (Operation) KilledAtEveryStepTest::moveDisk),
                    arguments(type, "extend", (Operation) KilledAtEveryStepTest::extendDisk),
                    arguments(type, "delete", (Operation) KilledAtEveryStepTest::deleteDisk),
                    arguments(type, "folder", (Operation) KilledAtEveryStepTest::deleteFolder),
                    arguments(type, "deploy", (Operation) KilledAtEveryStepTest::createInstance),
                    arguments(type, "clone", (Operation) KilledAtEveryStepTest::createFullClone),
                    arguments(type, "flatten", (Operation) KilledAtEveryStepTest::flatten),
                    arguments(type, "destroy", (Operation) KilledAtEveryStepTest::destroy)));
  }

  private static void upload(Ground ground) throws IOException {
    byte[] bytes = CONTENT;
    ground
        .target()
        .ports(ground.type())
        .files()
        .upload(
            ground.top("file"), new ByteArrayInputStream(bytes), bytes.length, new TestTransfer(1));
  }

  private static void importDisk(Ground ground) throws IOException {
    try (DiskImage image = TestImages.make(ground.images(), "streamOptimized", CONTENT)) {
      BaseDisk disk = new BaseDisk(ground.top("new.vmdk"), AdapterType.IDE);
      ground.target().ports(ground.type()).imports().importStream(image, disk, new TestTransfer(2));
    }
  }

  private static void createDisk(Ground ground) throws IOException {
    ground.disks().create(ground.top("empty.vmdk"), CAPACITY, AdapterType.IDE);
  }

  private static void copyDisk(Ground ground) throws IOException {
    ground.disks().copy(ground.top("old.vmdk"), ground.top("new.vmdk"), new TestTransfer(2));
  }

  private static void moveDisk(Ground ground) throws IOException {
    ground.disks().move(ground.top("old.vmdk"), ground.top("new.vmdk"));
  }

  private static void extendDisk(Ground ground) throws IOException {
    ground.disks().extend(ground.top("old.vmdk"), 3 * CAPACITY);
  }

  private static void deleteDisk(Ground ground) throws IOException {
    ground.disks().delete(ground.top("old.vmdk"));
  }

  private static void deleteFolder(Ground ground) throws IOException {
    ground.target().ports(ground.type()).files().delete(ground.top("folder"));
  }

  private static void createInstance(Ground ground) throws IOException {
    ground.target().instances().create(ground.spec("web-2", true), new TestTransfer(2));
  }

  private static void createFullClone(Ground ground) throws IOException {
    ground.target().instances().create(ground.spec("web-2", false), new TestTransfer(2));
  }

  private static void flatten(Ground ground) throws IOException {
    for (Instance instance : ground.target().instances().list()) {
      ground.target().instances().flatten(instance, new TestTransfer(2));
    }
  }

  private static void destroy(Ground ground) throws IOException {
    for (Instance instance : ground.target().instances().list()) {
      ground.target().instances().destroy(instance);
    }
  }

  /** Does again what was killed; what was done already counts as done. */
  private void repeat(String name, Operation operation, LocalTarget target, String type)
      throws IOException {
    Ground ground = new Ground(target, type, folder);
    try {
      operation.run(ground);
    } catch (StorageException e) {
      assertTrue(
          e.code() == CommonError.ALREADY_EXISTS || e.code() == CommonError.NOT_FOUND,
          e::getMessage);
      if (name.equals("move")) {
        // The disk had its new name; what is left of the old one is to be deleted.
        ground.disks().delete(ground.top("old.vmdk"));
      }
    }
  }

  private Path finished(Path prepared, String type, Operation operation) throws IOException {
    Path place = copyOf(prepared, "undisturbed");
    operation.run(new Ground(target(place, type), type, folder));
    return place;
  }

  private Path prepare(String type) throws IOException {
    Path place = Files.createDirectories(folder.resolve("prepared"));
    LocalTarget target = target(place, type);
    Ground ground = new Ground(target, type, folder);
    TopLevelFolder.make(target.ports(type), DatastorePath.root(type).resolve("top"));
    target.ports(type).files().makeDirectory(ground.top("folder/deep"));
    target
        .ports(type)
        .files()
        .upload(
            ground.top("folder/deep/file"),
            new ByteArrayInputStream(new byte[9]),
            9,
            new TestTransfer(1));
    importDisk(ground);
    ground.disks().move(ground.top("new.vmdk"), ground.top("base.vmdk"));
    importDisk(ground);
    ground.disks().move(ground.top("new.vmdk"), ground.top("old.vmdk"));
    target.instances().create(ground.spec("web-1", true), new TestTransfer(2));
    return place;
  }

  private Path copyOf(Path prepared, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(prepared)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(prepared.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static LocalTarget target(Path place, String type) {
    return TestTarget.of(TestTarget.datastore(type, type, place));
  }

  private static void sweep(LocalTarget target, String type) throws IOException {
    target.ports(type);
    Staging.sweep(target, type);
  }

  private void assertAllIsWhole(LocalTarget target, Path place, String type) throws IOException {
    for (Instance instance : target.instances().list()) {
      assertArrayEquals(CONTENT, TestImages.content(place.resolve(instance.disk().path()), place));
    }
    Ground ground = new Ground(target, type, folder);
    for (String name : List.of("old.vmdk", "new.vmdk", "base.vmdk", "empty.vmdk")) {
      Optional<VirtualDisks.Facts> found = ground.disks().find(ground.top(name));
      if (found.isPresent()) {
        int capacity = (int) found.get().capacityBytes();
        byte[] expected =
            name.equals("empty.vmdk") ? new byte[CAPACITY] : Arrays.copyOf(CONTENT, capacity);
        assertArrayEquals(
            expected, TestImages.content(place.resolve(ground.top(name).path()), place));
      }
    }
    assertTrue(ground.disks().find(ground.top("base.vmdk")).isPresent());
  }

  private static TreeSet<String> files(Path datastore) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(datastore)) {
      files
          .filter(file -> Files.isRegularFile(file) && !file.endsWith(".stowage/claims"))
          .forEach(file -> found.add(datastore.relativize(file).toString()));
    }
    return found;
  }

  private static byte[] content() {
    byte[] content = new byte[CAPACITY];
    for (int i = 0; i < content.length; i += 3) {
      content[i] = (byte) (i % 253 + 1);
    }
    return content;
  }

  /** Where an operation takes place. */
  private record Ground(LocalTarget target, String type, Path images) {

    VirtualDisks disks() throws IOException {
      return target.ports(type).disks();
    }

    DatastorePath top(String name) {
      return DatastorePath.root(type).resolve("top").resolve(name);
    }

    InstanceSpec spec(String name, boolean linked) {
      return new InstanceSpec(
          name, type, "img", top("base.vmdk"), linked, CAPACITY, AdapterType.IDE, 1, 64, null);
    }
  }

  private interface Operation {
    void run(Ground ground) throws IOException;
  }
}
