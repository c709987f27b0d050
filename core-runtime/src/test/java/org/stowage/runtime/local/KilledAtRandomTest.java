package org.stowage.runtime.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.datastore.BaseDisk;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Staging;
import org.stowage.runtime.target.TopLevelFolder;
import org.stowage.testkit.TestTransfer;

/**
 * A process is killed between and within its steps, again and again, on one and the same datastore.
 * Whenever it dies, the disk it moves is whole under one of its names, and an instance is whole or
 * not there.
 */
class KilledAtRandomTest {

  private static final int KILLS = 12;
  private static final int STEPS_OF_A_ROUND = 7;

  private static final byte[] CONTENT = content();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {TestTarget.PLAIN, TestTarget.OBJECTS})
  void losesNothingWheneverItIsKilled(String type) throws IOException {
    LocalTarget target = TestTarget.in(folder, type);
    DatastorePath top = DatastorePath.root(type).resolve("top");
    TopLevelFolder.make(target.ports(type), top);
    importDisk(target, top.resolve("base.vmdk"));
    importDisk(target, top.resolve("here.vmdk"));
    Random random = new Random(2024);

    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm child = ChildJvm.start(KilledAtRandom.class, folder.toString(), type)) {
        assertEquals("ready", child.line());
        for (int step = random.nextInt(2 * STEPS_OF_A_ROUND); step > 0; step--) {
          child.line();
        }
      }
      tidyUp(target, type, top);
    }

    assertEquals(expected(type), files(folder.resolve(type)));
  }

  private void tidyUp(LocalTarget target, String type, DatastorePath top) throws IOException {
    Staging.sweep(target, type);
    for (Instance instance : target.instances().list()) {
      assertArrayEquals(CONTENT, content(type, instance.disk()));
      target.instances().destroy(instance);
    }
    DatastorePath disk = KilledAtRandom.find(target, type);
    assertArrayEquals(CONTENT, content(type, disk));
    DatastorePath here = top.resolve("here.vmdk");
    DatastorePath there = top.resolve("there.vmdk");
    if (target.ports(type).disks().find(there).isPresent()) {
      assertArrayEquals(CONTENT, content(type, there));
      target.ports(type).disks().delete(here);
      target.ports(type).disks().move(there, here);
    }
    target.ports(type).disks().delete(there);
    target.ports(type).disks().delete(top.resolve("copy.vmdk"));
    assertArrayEquals(CONTENT, content(type, here));
  }

  private byte[] content(String type, DatastorePath disk) throws IOException {
    return TestImages.content(folder.resolve(type).resolve(disk.path()), folder);
  }

  private static TreeSet<String> expected(String type) {
    List<String> descriptors = List.of("top/base.vmdk", "top/here.vmdk");
    TreeSet<String> expected = new TreeSet<>(descriptors);
    if (type.equals(TestTarget.PLAIN)) {
      expected.addAll(List.of("top/base-flat.vmdk", "top/here-flat.vmdk"));
    }
    return expected;
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

  private void importDisk(LocalTarget target, DatastorePath disk) throws IOException {
    try (DiskImage image = TestImages.make(folder, "streamOptimized", CONTENT)) {
      target
          .ports(disk.datastore())
          .imports()
          .importStream(image, new BaseDisk(disk, AdapterType.IDE), new TestTransfer(2));
    }
  }

  private static byte[] content() {
    byte[] content = new byte[1 << 20];
    new Random(1).nextBytes(content);
    return content;
  }
}
