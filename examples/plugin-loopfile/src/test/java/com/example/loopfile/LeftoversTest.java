package com.example.loopfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeSnapshots;

/** What a killed run, a reboot or a failure can leave, and what becomes of it. */
class LeftoversTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  @AfterEach
  void detach() throws IOException {
    if (LoopDevices.workHere()) {
      LoopDevicesContractTest.detachAll(folder);
    }
  }

  private VolumeSnapshots open(String devices) throws IOException {
    return (VolumeSnapshots)
        new LoopfileBackend().open(Map.of("folder", folder.toString(), "devices", devices));
  }

  private static Volume make(VolumeSnapshots volumes, String name) throws IOException {
    return volumes.create(new VolumeRequest(name, MIB, Map.of()));
  }

  private Path file(Volume volume) {
    return folder.resolve("volumes").resolve(volume.id() + "@" + volume.name());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("volumes"))) {
      return files
          .filter(Files::isRegularFile)
          .map(folder::relativize)
          .map(Path::toString)
          .toList();
    }
  }

  @Test
  void aVolumeWithoutItsCapacityIsFinished() throws IOException {
    VolumeSnapshots volumes = open("file");
    Files.createFile(folder.resolve("volumes/an-id@a"));
    assertEquals(Optional.empty(), volumes.find("a"));

    assertEquals("an-id", make(volumes, "a").id());

    assertEquals(1, files().size());
  }

  @Test
  void anUnfinishedSetOfSnapshotsIsRemovedUnlessSomebodyWorksOnIt() throws IOException {
    open("file");
    Path volumes = folder.resolve("volumes");
    Files.createFile(volumes.resolve(".making-dead"));
    Files.createDirectory(volumes.resolve("unfinished-dead"));
    Files.createFile(volumes.resolve("unfinished-dead/an-id@a@origin"));

    try (SnapshotSet working = SnapshotSet.in(volumes)) {
      assertEquals(Optional.empty(), open("file").find("a"));

      assertFalse(Files.exists(volumes.resolve("unfinished-dead")));
      assertTrue(Files.exists(working.folder()));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void snapshotsOfOneMomentAreAskedForAgain() throws IOException {
    VolumeSnapshots volumes = open("file");
    Volume one = make(volumes, "one");
    Volume two = make(volumes, "two");
    Map<Volume, String> names = Map.of(one, "one-before", two, "two-before");

    Map<Volume, Volume> taken = volumes.snapshot(names);

    assertEquals(taken, volumes.snapshot(names));
    Volume half = taken.get(one);
    volumes.delete(half);
    StorageException refused = assertThrows(StorageException.class, () -> volumes.snapshot(names));
    assertEquals(CommonError.ALREADY_EXISTS, refused.code());
    volumes.delete(taken.get(two));
    assertEquals(2, files().size());
    assertEquals(2, volumes.snapshot(names).size());
  }

  @Test
  void aSnapshotOfWhatIsWrittenToAllTheTimeIsRefusedAndLeavesNothing() throws Exception {
    VolumeSnapshots volumes = open("file");
    Volume made = make(volumes, "busy");
    Process writer =
        new ProcessBuilder(
                "sh", "-c", "while :; do echo x | dd of=\"$0\" conv=notrunc; done", "" + file(made))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      StorageException refused =
          assertThrows(StorageException.class, () -> volumes.snapshot(Map.of(made, "now")));
      assertEquals(CommonError.IO, refused.code(), refused.getMessage());
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertEquals(1, files().size());
  }

  @Test
  void aDeviceWithoutANameIsFoundAgain() throws IOException {
    LoopDevicesContractTest.requireLoopDevices();
    VolumeSnapshots volumes = open("loop");
    Volume made = make(volumes, "a");
    String device = Program.run("losetup", "--find", "--show", file(made).toString());

    StorageException refused = assertThrows(StorageException.class, () -> volumes.delete(made));
    assertEquals(CommonError.NOT_ALLOWED, refused.code());
    Path link = Path.of(volumes.connect(made, VolumeLimits.NONE).blockPath());
    assertEquals(Path.of(device), Files.readSymbolicLink(link));
    volumes.disconnect(made);

    assertEquals("", LoopDevicesContractTest.attached(folder));
    volumes.delete(made);
    assertEquals(List.of(), files());
  }

  @Test
  void aNameThatOutlivedItsDeviceIsNotTrusted() throws IOException {
    LoopDevicesContractTest.requireLoopDevices();
    VolumeSnapshots volumes = open("loop");
    Volume made = make(volumes, "a");
    Volume other = make(volumes, "b");
    Path others = Path.of(volumes.connect(other, VolumeLimits.NONE).blockPath()).toRealPath();
    Path link = folder.resolve("devices").resolve(made.id());
    Files.createSymbolicLink(link, others);

    volumes.delete(make(volumes, "a"));
    assertFalse(Files.isSymbolicLink(link));
    Volume again = make(volumes, "a");
    Files.createSymbolicLink(folder.resolve("devices").resolve(again.id()), others);
    Path device = Path.of(volumes.connect(again, VolumeLimits.NONE).blockPath()).toRealPath();

    assertNotEquals(others, device);
    volumes.disconnect(again);
    volumes.disconnect(other);
  }
}
