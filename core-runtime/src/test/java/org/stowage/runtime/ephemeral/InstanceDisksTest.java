package org.stowage.runtime.ephemeral;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeUse;
import org.stowage.runtime.ephemeral.InstanceDisks.NewDisk;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.datastore.ImageFake;
import org.stowage.testkit.ephemeral.FolderBackend;

class InstanceDisksTest {

  private static final int MIB = 1 << 20;
  private static final UUID INSTANCE = UUID.randomUUID();
  private static final InstanceDisk ROOT = new InstanceDisk(INSTANCE, "disk");
  private static final InstanceDisk SWAP = new InstanceDisk(INSTANCE, "disk.swap");

  @TempDir Path folder;
  private FolderBackend backend;
  private EphemeralVolumes volumes;
  private InstanceDisks disks;

  @BeforeEach
  void open() throws IOException {
    use(new FolderBackend(folder));
  }

  private void use(FolderBackend used) throws IOException {
    backend = used;
    volumes = backend.open(Map.of());
    disks = new InstanceDisks(backend, volumes);
  }

  private static NewDisk disk(InstanceDisk disk, long capacityBytes) {
    return new NewDisk(disk, capacityBytes, Map.of());
  }

  private static byte[] content() {
    byte[] content = new byte[MIB];
    Arrays.fill(content, 4096, 8192, (byte) 7);
    return content;
  }

  private static ImageFake image() {
    return ImageFake.of("raw", MIB, content());
  }

  private Volume make(ImageFake image) throws IOException {
    return disks.fromImage(disk(ROOT, 2 * MIB), image, new TestTransfer(1));
  }

  private byte[] read(Volume volume) throws IOException {
    byte[] content =
        Files.readAllBytes(Path.of(volumes.connect(volume, VolumeLimits.NONE).blockPath()));
    volumes.disconnect(volume);
    return content;
  }

  private String name(InstanceDisk disk, VolumeUse use) throws IOException {
    return backend.volumeName(disk, use);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void holdsTheImageAndZerosBeyondIt(boolean dirty) throws IOException {
    use(dirty ? new FolderBackend(folder).dirty() : new FolderBackend(folder));

    Volume made = make(image());

    assertEquals(List.of(name(ROOT, VolumeUse.DISK)), List.copyOf(backend.names()));
    assertFalse(backend.anyConnected());
    assertArrayEquals(Arrays.copyOf(content(), 2 * MIB), read(made));
  }

  @Test
  void hasItsNameOnlyWhenItIsComplete() throws IOException {
    make(image());
    String unfinished = name(ROOT, VolumeUse.UNFINISHED);
    assertEquals(
        List.of(
            "create " + unfinished,
            "connect " + unfinished,
            "disconnect " + unfinished,
            "rename " + unfinished),
        backend.calls());
  }

  @Test
  void isLeftAsItIsWhenItIsThere() throws IOException {
    Volume made = make(image());
    ImageFake again = image();

    assertEquals(made, make(again));
    assertFalse(again.wasRead());
    StorageException refusal =
        assertThrows(
            StorageException.class,
            () -> disks.fromImage(disk(ROOT, 3 * MIB), image(), new TestTransfer(1)));
    assertEquals(CommonError.ALREADY_EXISTS, refusal.code());
  }

  @Test
  void replacesWhatAKilledRunLeft() throws IOException {
    Volume left =
        volumes.create(new VolumeRequest(name(ROOT, VolumeUse.UNFINISHED), 5 * MIB, Map.of()));
    Path device = Path.of(volumes.connect(left, VolumeLimits.NONE).blockPath());
    Files.write(device, new byte[] {1, 2, 3});

    Volume made = make(image());

    assertFalse(Files.exists(device));
    assertArrayEquals(Arrays.copyOf(content(), 2 * MIB), read(made));
    assertEquals(1, backend.names().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "connect", "rename"})
  void leavesNothingWhenAStepFails(String operation) {
    backend.fail(operation);

    StorageException failure = assertThrows(StorageException.class, () -> make(image()));

    assertTrue(failure.getMessage().startsWith(operation), failure.getMessage());
    assertEquals(List.of(), List.copyOf(backend.names()));
    assertFalse(backend.anyConnected());
  }

  @Test
  void leavesNothingOfAnImageThatIsDamaged() {
    IOException damage = new IOException("damaged");
    assertEquals(damage, assertThrows(IOException.class, () -> make(image().damaged(damage))));
    assertEquals(List.of(), List.copyOf(backend.names()));
    assertFalse(backend.anyConnected());
  }

  @Test
  void tellsTheFirstFailureWhenNothingCanBeRemovedEither() {
    backend.fail("disconnect");
    StorageException failure = assertThrows(StorageException.class, () -> make(image()));
    assertEquals(1, failure.getSuppressed().length);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -MIB, 1, MIB / 2, MIB + 512, 2 * MIB - 1})
  void refusesARootDiskOfSuchACapacity(long capacityBytes) {
    ImageFake image = image();
    StorageException refusal =
        assertThrows(
            StorageException.class,
            () -> disks.fromImage(disk(ROOT, capacityBytes), image, new TestTransfer(1)));
    assertEquals(CommonError.USAGE, refusal.code());
    assertEquals(List.of(), backend.calls());
    assertFalse(image.wasRead());
  }

  @Test
  void refusesAnImageThatIsLargerThanTheDisk() {
    ImageFake image = ImageFake.of("raw", MIB + 512, content());
    StorageException refusal =
        assertThrows(
            StorageException.class,
            () -> disks.fromImage(disk(ROOT, MIB), image, new TestTransfer(1)));
    assertEquals(CommonError.USAGE, refusal.code());
    assertTrue(refusal.getMessage().contains("1049088 bytes"), refusal.getMessage());
    assertEquals(List.of(), backend.calls());
  }

  @Test
  void roundsTheRescueDiskUpAndNoOther() throws IOException {
    InstanceDisk rescue = new InstanceDisk(INSTANCE, InstanceDisk.RESCUE);
    byte[] content = Arrays.copyOf(content(), MIB + 512);
    for (int i = 0; i < 2; i++) { // the second takes the place of the first
      Volume made =
          disks.rescue(
              rescue, Map.of(), ImageFake.of("raw", MIB + 512, content), new TestTransfer(1));
      assertEquals(2 * MIB, made.capacityBytes());
      assertArrayEquals(Arrays.copyOf(content, 2 * MIB), read(made));
    }
    assertEquals(List.of(name(rescue, VolumeUse.DISK)), List.copyOf(backend.names()));
    disks.delete(rescue);
    assertEquals(List.of(), List.copyOf(backend.names()));
  }

  @Test
  void makesNoBlankDiskOfNoCapacity() throws IOException {
    assertEquals(Optional.empty(), disks.blank(disk(SWAP, 0), BlankContent.SWAP));
    assertEquals(List.of(), backend.calls());
    assertThrows(StorageException.class, () -> disks.blank(disk(SWAP, 512), BlankContent.SWAP));
    assertEquals(List.of(), backend.calls());
  }

  @Test
  void formatsBlankDisks() throws IOException {
    Volume swap = disks.blank(disk(SWAP, 2 * MIB), BlankContent.SWAP).orElseThrow();
    byte[] area = read(swap);
    assertEquals("SWAPSPACE2", new String(area, 4096 - 10, 10, StandardCharsets.US_ASCII));

    InstanceDisk ephemeral = new InstanceDisk(INSTANCE, "disk.eph0");
    Volume made = disks.blank(disk(ephemeral, 8 * MIB), BlankContent.EXT4).orElseThrow();
    byte[] fileSystem = read(made);
    assertEquals(0x53, fileSystem[1024 + 0x38]);
    assertEquals((byte) 0xEF, fileSystem[1024 + 0x39]);
    assertFalse(backend.anyConnected());
  }

  @Test
  void deletesADiskWithAllThatBelongsToIt() throws IOException {
    for (VolumeUse use : VolumeUse.values()) {
      volumes.create(new VolumeRequest(name(ROOT, use), MIB, Map.of()));
    }
    Volume other = volumes.create(new VolumeRequest(name(SWAP, VolumeUse.DISK), MIB, Map.of()));
    volumes.connect(volumes.find(name(ROOT, VolumeUse.DISK)).orElseThrow(), VolumeLimits.NONE);

    disks.delete(ROOT);

    assertEquals(List.of(other.name()), List.copyOf(backend.names()));
    disks.delete(ROOT);
  }
}
