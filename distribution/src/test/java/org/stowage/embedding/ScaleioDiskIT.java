package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.api.ephemeral.VolumeRequest;
import org.stowage.api.ephemeral.VolumeUse;
import org.stowage.runtime.config.SourceConfig;
import org.stowage.runtime.ephemeral.BlankContent;
import org.stowage.runtime.ephemeral.InstanceDisks;
import org.stowage.runtime.ephemeral.InstanceDisks.NewDisk;
import org.stowage.runtime.image.FormatRegistry;
import org.stowage.runtime.image.ImageReader;
import org.stowage.runtime.image.RemoteImages;
import org.stowage.runtime.plugin.PluginHost;
import org.stowage.testkit.RealPeers;
import org.stowage.testkit.TestTransfer;
import org.stowage.testkit.lab.LabGateway;

/** Disks of instances on ScaleIO volumes, by the plugin as it is shipped. */
class ScaleioDiskIT {

  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("stowage.distribution.folder"));
  private static final Path HELLO_OVA = Path.of("../examples/hello.ova").toAbsolutePath();
  private static final long UNIT = 8L << 30;
  private static final UUID INSTANCE = UUID.randomUUID();
  private static final InstanceDisk ROOT = new InstanceDisk(INSTANCE, InstanceDisk.ROOT);

  @TempDir Path folder;
  private LabGateway lab;
  private PluginHost plugins;
  private EphemeralBackend backend;
  private EphemeralVolumes volumes;
  private InstanceDisks disks;

  @BeforeEach
  void open() throws IOException {
    lab = LabGateway.start(folder.resolve("by-id"));
    plugins = PluginHost.open(DISTRIBUTION.resolve("plugins"));
    backend =
        plugins.ephemeralBackends().stream()
            .filter(each -> each.id().equals("sio"))
            .findFirst()
            .orElseThrow();
    volumes = backend.open(lab.options());
    disks = new InstanceDisks(backend, volumes);
  }

  @AfterEach
  void close() throws IOException {
    if (volumes != null) {
      volumes.close();
    }
    if (plugins != null) {
      plugins.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  private Volume root() throws IOException {
    TestTransfer transfer = new TestTransfer(2);
    try (DiskImage image = hello(transfer)) {
      return disks.fromImage(new NewDisk(ROOT, UNIT, Map.of()), image, transfer);
    }
  }

  private DiskImage hello(TestTransfer transfer) throws IOException {
    return new ImageReader(
            new FormatRegistry(plugins.diskFormats()),
            List.of(),
            new RemoteImages(SourceConfig.USUAL))
        .open(HELLO_OVA.toString(), ImageProperties.NONE, new LongAdder(), transfer);
  }

  private String device(Volume volume) throws IOException {
    return volumes.connect(volume, VolumeLimits.NONE).blockPath();
  }

  private String name(InstanceDisk disk, VolumeUse use) throws IOException {
    return backend.volumeName(disk, use);
  }

  /** By the file behind the volume, since that has holes: all of a device would be read. */
  private void assertHoldsTheImage(Volume made) throws Exception {
    String file = lab.volume(made.name()).orElseThrow().file().toString();
    RealPeers.run(folder, "tar", "-xf", HELLO_OVA.toString(), "hello-disk1.vmdk");
    RealPeers.run(
        folder, "qemu-img", "compare", "-f", "vmdk", "-F", "raw", "hello-disk1.vmdk", file);
  }

  @Test
  void holdsTheDiskOfAnOva() throws Exception {
    Volume made = root();

    assertEquals(name(ROOT, VolumeUse.DISK), made.name());
    assertHoldsTheImage(made);
    assertEquals(1, lab.volumes().size());
    String[] used =
        RealPeers.run(folder, "du", "-k", lab.volumes().get(0).file().toString()).split("\\s");
    assertTrue(Long.parseLong(used[0]) <= 1024, "written are " + used[0] + " KiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lost:createVolume:1",
        "lost:addMappedSdc:1",
        "lost:removeMappedSdc:1",
        "lost:setVolumeName:1",
        "401:addMappedSdc:1",
        "503:setVolumeName:1",
        "device:late:300",
        "leaving:late:300"
      })
  void isMadeWhateverGoesWrongForAMoment(String fault) throws Exception {
    lab.fault(fault);
    Volume made = root();
    lab.clearFaults();
    assertHoldsTheImage(made);
    assertEquals(1, lab.volumes().size());
    assertEquals(List.of(), lab.volumes().get(0).mappedTo());
  }

  @ParameterizedTest
  @ValueSource(strings = {"device:never", "full", "unapproved"})
  void leavesNothingWhereItFails(String fault) throws Exception {
    lab.fault(fault);
    assertThrows(StorageException.class, this::root);
    assertEquals(List.of(), lab.volumes());
    lab.clearFaults();
    assertHoldsTheImage(root());
  }

  @Test
  void replacesAHalfFilledDiskOfAKilledRun() throws Exception {
    Volume half =
        volumes.create(new VolumeRequest(name(ROOT, VolumeUse.UNFINISHED), UNIT, Map.of()));
    try (FileChannel channel = FileChannel.open(Path.of(device(half)), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 1 << 20);
    }

    assertHoldsTheImage(root());
    assertEquals(1, lab.volumes().size());
  }

  @Test
  void formatsSwapAndEphemeralDisks() throws IOException {
    InstanceDisk swap = new InstanceDisk(INSTANCE, "disk.swap");
    InstanceDisk ephemeral = new InstanceDisk(INSTANCE, "disk.eph0");
    Map<String, String> thin = Map.of("disk:provisioning_type", "thin");
    Volume swapVolume = disks.blank(new NewDisk(swap, UNIT, thin), BlankContent.SWAP).orElseThrow();
    Volume ephemeralVolume =
        disks.blank(new NewDisk(ephemeral, UNIT, thin), BlankContent.EXT4).orElseThrow();

    assertArrayEquals(
        "SWAPSPACE2".getBytes(StandardCharsets.US_ASCII), read(swapVolume, 4096 - 10, 10));
    assertArrayEquals(new byte[] {0x53, (byte) 0xEF}, read(ephemeralVolume, 1024 + 0x38, 2));
    disks.delete(swap);
    disks.delete(ephemeral);
    assertEquals(List.of(), lab.volumes());
  }

  private byte[] read(Volume volume, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(Path.of(device(volume)))) {
      channel.read(buffer, offset);
    }
    volumes.disconnect(volume);
    return buffer.array();
  }

  @Test
  void roundsTheRescueDiskUp() throws IOException {
    InstanceDisk rescue = new InstanceDisk(INSTANCE, InstanceDisk.RESCUE);
    TestTransfer transfer = new TestTransfer(2);
    try (DiskImage image = hello(transfer)) {
      assertEquals(UNIT, disks.rescue(rescue, Map.of(), image, transfer).capacityBytes());
    }
    disks.delete(rescue);
    assertEquals(List.of(), lab.volumes());
  }
}
