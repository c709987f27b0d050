package org.stowage.testkit.ephemeral;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.HostMoves;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeSnapshots;
import org.stowage.api.ephemeral.VolumeUse;

/**
 * What every {@link EphemeralBackend} must do, against an array that has room for a few volumes and
 * knows this host. A role that what is opened does not have is refused as the API says: no test is
 * skipped.
 */
public abstract class EphemeralBackendContract {

  private EphemeralBackend backend;
  private EphemeralVolumes volumes;
  private long unitBytes;
  private final UUID instance = UUID.randomUUID();

  protected abstract EphemeralBackend backend();

  /** Options with which the backend reaches the array. */
  protected abstract Map<String, Object> options() throws IOException;

  /** Whether what the backend opens has the role {@link VolumeSnapshots}. */
  protected boolean takesSnapshots() {
    return false;
  }

  /** Whether what the backend opens has the role {@link HostMoves}. */
  protected boolean movesBetweenHosts() {
    return false;
  }

  @BeforeEach
  final void openArray() throws IOException {
    backend = backend();
    volumes = backend.open(options());
    unitBytes = volumes.capacityMultipleBytes();
  }

  @AfterEach
  final void closeArray() throws IOException {
    if (volumes != null) {
      volumes.close();
      volumes.close();
    }
  }

  private String name(String disk) throws IOException {
    return backend.volumeName(new InstanceDisk(instance, disk), VolumeUse.DISK);
  }

  private Volume make(String disk) throws IOException {
    return volumes.create(request(name(disk), unitBytes));
  }

  private static VolumeRequest request(String name, long capacityBytes) {
    return new VolumeRequest(name, capacityBytes, Map.of());
  }

  private Connection connect(Volume volume) throws IOException {
    return volumes.connect(volume, VolumeLimits.NONE);
  }

  private static void assertRefused(ErrorCode code, String named, Executable refused) {
    StorageException refusal = assertThrows(StorageException.class, refused);
    assertEquals(code, refusal.code(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }

  private static void put(String path, long offset, String text) throws IOException {
    try (FileChannel device = FileChannel.open(Path.of(path), StandardOpenOption.WRITE)) {
      device.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), offset);
      device.force(false);
    }
  }

  private static String get(String path, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileChannel device = FileChannel.open(Path.of(path))) {
      device.read(buffer, offset);
    }
    return new String(buffer.array(), StandardCharsets.UTF_8);
  }

  private static long size(String path) throws IOException {
    try (FileChannel device = FileChannel.open(Path.of(path))) {
      return device.size();
    }
  }

  private static boolean exists(String path) {
    return Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void hasTheRolesItSays() {
    assertEquals(takesSnapshots(), volumes instanceof VolumeSnapshots, "override takesSnapshots()");
    assertEquals(movesBetweenHosts(), volumes instanceof HostMoves, "override movesBetweenHosts()");
  }

  @Test
  void namesTheDisksOfAnInstanceApartAndAlwaysAlike() throws IOException {
    Set<String> names = new TreeSet<>();
    for (UUID each : List.of(instance, UUID.randomUUID())) {
      for (String disk : List.of("disk", "disk.local", "disk.swap", "disk.eph0", "disk.eph1")) {
        for (VolumeUse use : VolumeUse.values()) {
          String name = backend.volumeName(new InstanceDisk(each, disk), use);
          assertTrue(names.add(name), name + " stands for two");
          assertEquals(name, backend.volumeName(new InstanceDisk(each, disk), use));
        }
      }
      assertTrue(
          names.add(backend.volumeName(new InstanceDisk(each, "disk.rescue"), VolumeUse.DISK)));
    }
  }

  @Test
  void refusesToNameADiskThatHasNoName() {
    assertRefused(
        CommonError.USAGE,
        "../disk",
        () -> backend.volumeName(new InstanceDisk(instance, "../disk"), VolumeUse.DISK));
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() throws IOException {
    Map<String, Object> options = new LinkedHashMap<>(options());
    options.put("no_such_option", "x");
    assertRefused(CommonError.CONFIGURATION, "no_such_option", () -> backend.open(options));
  }

  @Test
  void findsWhatItMade() throws IOException {
    assertEquals(Optional.empty(), volumes.find(name("disk")));

    Volume made = make("disk");

    assertEquals(name("disk"), made.name());
    assertEquals(unitBytes, made.capacityBytes());
    assertEquals(Optional.of(made), volumes.find(name("disk")));
    assertEquals(Optional.empty(), volumes.find(name("disk.local")));
  }

  @Test
  void takesAVolumeThatIsThereIfItIsAsRequested() throws IOException {
    Volume made = make("disk");

    assertEquals(made, make("disk"));
    assertRefused(
        CommonError.ALREADY_EXISTS,
        made.name(),
        () -> volumes.create(request(made.name(), 2 * unitBytes)));
  }

  @Test
  void refusesCapacitiesBetweenTheMultiples() throws IOException {
    String name = name("disk");
    for (long capacity : List.of(0L, 1L, unitBytes - 512, unitBytes + 1)) {
      assertRefused(CommonError.USAGE, name, () -> volumes.create(request(name, capacity)));
    }
    assertEquals(Optional.empty(), volumes.find(name));
  }

  @Test
  void renamesWithoutTouchingAnythingElse() throws IOException {
    Volume made = volumes.create(request(unfinished("disk"), unitBytes));
    Connection connected = connect(made);
    put(connected.blockPath(), 0, "content");

    Volume renamed = volumes.rename(made, name("disk"));

    assertEquals(made.id(), renamed.id());
    assertEquals(Optional.of(renamed), volumes.find(name("disk")));
    assertEquals(Optional.empty(), volumes.find(made.name()));
    assertEquals(connected.blockPath(), connect(renamed).blockPath());
    assertEquals("content", get(connected.blockPath(), 0, 7));
    assertEquals(renamed, volumes.rename(renamed, name("disk")));
    Volume other = make("disk.local");
    assertRefused(
        CommonError.ALREADY_EXISTS, other.name(), () -> volumes.rename(other, name("disk")));
    volumes.disconnect(renamed);
  }

  private String unfinished(String disk) throws IOException {
    return backend.volumeName(new InstanceDisk(instance, disk), VolumeUse.UNFINISHED);
  }

  @Test
  void connectsAndDisconnectsAsOftenAsItIsAsked() throws IOException {
    Volume made = make("disk");

    Connection first = connect(made);
    Connection second = volumes.connect(made, new VolumeLimits(1000, 16 << 20));

    assertEquals(first, second);
    assertEquals(unitBytes, size(first.blockPath()));
    assertTrue(first.libvirtDiskXml().contains("<source dev='" + first.blockPath() + "'/>"));
    volumes.disconnect(made);
    assertFalse(exists(first.blockPath()));
    volumes.disconnect(made);
    assertEquals(first, connect(made));
    volumes.disconnect(made);
  }

  @Test
  void keepsWhatIsWrittenAndReadsAsZeroElsewhere() throws IOException {
    Volume made = make("disk");
    String path = connect(made).blockPath();
    put(path, unitBytes - 512, "at the end");
    volumes.disconnect(made);

    path = connect(made).blockPath();
    assertEquals("at the end", get(path, unitBytes - 512, 10));
    if (made.readsAsZero()) {
      ByteBuffer zeros = ByteBuffer.allocate(4096);
      try (FileChannel device = FileChannel.open(Path.of(path))) {
        device.read(zeros, 0);
      }
      assertArrayEquals(new byte[4096], zeros.array());
    }
    volumes.disconnect(made);
  }

  @Test
  void keepsVolumesBeyondTheSession() throws IOException {
    Volume made = make("disk");
    put(connect(made).blockPath(), 4096, "content");
    volumes.disconnect(made);
    volumes.close();

    volumes = backend.open(options());

    assertEquals(Optional.of(made), volumes.find(made.name()));
    assertEquals("content", get(connect(made).blockPath(), 4096, 7));
    volumes.disconnect(made);
  }

  @Test
  void growsAndShowsIt() throws IOException {
    Volume made = make("disk");
    String path = connect(made).blockPath();
    put(path, 0, "content");

    Volume grown = volumes.extend(made, 2 * unitBytes);

    assertEquals(2 * unitBytes, grown.capacityBytes());
    assertEquals(Optional.of(grown), volumes.find(made.name()));
    assertEquals(2 * unitBytes, size(path));
    assertEquals("content", get(path, 0, 7));
    assertEquals(grown, volumes.extend(grown, 2 * unitBytes));
    assertRefused(CommonError.USAGE, made.name(), () -> volumes.extend(grown, unitBytes));
    assertRefused(CommonError.USAGE, made.name(), () -> volumes.extend(grown, 2 * unitBytes + 512));
    volumes.disconnect(grown);
  }

  @Test
  void deletesWhatIsNotConnected() throws IOException {
    Volume made = make("disk");
    connect(made);
    assertRefused(CommonError.NOT_ALLOWED, made.name(), () -> volumes.delete(made));
    volumes.disconnect(made);

    volumes.delete(made);

    assertEquals(Optional.empty(), volumes.find(made.name()));
    volumes.delete(made);
    volumes.disconnect(made);
  }

  @Test
  void saysSoWhenAVolumeIsGone() throws IOException {
    Volume made = make("disk");
    volumes.delete(made);

    assertRefused(CommonError.NOT_FOUND, made.name(), () -> connect(made));
    assertRefused(CommonError.NOT_FOUND, made.name(), () -> volumes.extend(made, 2 * unitBytes));
    assertRefused(CommonError.NOT_FOUND, made.name(), () -> volumes.rename(made, name("disk.x")));
  }

  @Test
  void snapshotsKeepAMoment() throws IOException {
    if (!takesSnapshots()) {
      assertRefused(
          CommonError.UNSUPPORTED, "freezing", () -> VolumeSnapshots.of(volumes, "freezing"));
      return;
    }
    Volume root = make("disk");
    Volume local = make("disk.local");
    String path = connect(root).blockPath();
    put(path, 0, "before");

    Map<Volume, String> names = new LinkedHashMap<>();
    for (Volume each : List.of(root, local)) {
      names.put(each, before(each == root ? "disk" : "disk.local"));
    }
    Map<Volume, Volume> made = VolumeSnapshots.of(volumes, "freezing").snapshot(names);
    put(path, 0, "after!");

    assertEquals(Set.of(root, local), made.keySet());
    Volume snapshot = made.get(root);
    assertEquals(before("disk"), snapshot.name());
    assertEquals(unitBytes, snapshot.capacityBytes());
    assertEquals(Optional.of(snapshot), volumes.find(before("disk")));
    String frozen = connect(snapshot).blockPath();
    assertNotEquals(path, frozen);
    assertEquals("before", get(frozen, 0, 6));
    assertEquals("after!", get(path, 0, 6));
    volumes.disconnect(snapshot);
    volumes.disconnect(root);
    volumes.delete(root);
    assertEquals("before", get(connect(snapshot).blockPath(), 0, 6));
    volumes.disconnect(snapshot);
  }

  private String before(String disk) throws IOException {
    return backend.volumeName(new InstanceDisk(instance, disk), VolumeUse.BEFORE_RESIZE);
  }

  @Test
  void preparesAMoveWithEveryDevice() throws IOException {
    if (!movesBetweenHosts()) {
      assertRefused(CommonError.UNSUPPORTED, "moving", () -> HostMoves.of(volumes, "moving"));
      return;
    }
    HostMoves moves = HostMoves.of(volumes, "moving");
    Map<Volume, VolumeLimits> all = new LinkedHashMap<>();
    for (String disk : List.of("disk", "disk.local", "disk.swap")) {
      all.put(make(disk), VolumeLimits.NONE);
    }

    List<Connection> prepared = moves.prepare(all);

    List<Volume> order = new ArrayList<>(all.keySet());
    for (int i = 0; i < order.size(); i++) {
      assertEquals(connect(order.get(i)), prepared.get(i));
      assertEquals(unitBytes, size(prepared.get(i).blockPath()));
    }
    Set<String> connected = new TreeSet<>();
    moves.connected().forEach(each -> connected.add(each.name()));
    Set<String> names = new TreeSet<>();
    order.forEach(each -> names.add(each.name()));
    assertEquals(names, connected);
    assertFalse(moves.isConnectedElsewhere(order.get(0)));
    moves.rollBack(order);
    moves.finish(order);
    assertEquals(List.of(), moves.connected());
    for (Connection each : prepared) {
      assertFalse(exists(each.blockPath()));
    }
  }
}
