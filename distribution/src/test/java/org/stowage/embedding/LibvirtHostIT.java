package org.stowage.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.runtime.Operation;
import org.stowage.runtime.Stowage;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.EphemeralConfig;
import org.stowage.runtime.config.SourceConfig;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.ephemeral.BlankContent;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.ephemeral.InstanceDisks.NewDisk;
import org.stowage.runtime.libvirt.Flavor;
import org.stowage.runtime.libvirt.InstanceStatus;
import org.stowage.runtime.libvirt.LibvirtHost;
import org.stowage.runtime.libvirt.NewInstance;
import org.stowage.runtime.libvirt.Reconciled;
import org.stowage.testkit.lab.LabGateway;
import org.stowage.testkit.lab.LabLibvirt;

/** A libvirt host by the Java API, as a program that embeds Stowage uses it. */
class LibvirtHostIT {

  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("stowage.distribution.folder"));
  private static final String HELLO =
      Path.of("../examples/hello.ova").toAbsolutePath().normalize().toString();
  private static final long GIB = 1L << 30;
  private static final Flavor SMALL = new Flavor(1, 32, 8 * GIB, 0, 8 * GIB, Map.of());

  @TempDir private Path home;
  private LabGateway array;
  private LabLibvirt daemon;
  private Stowage stowage;
  private LibvirtHost host;

  @BeforeEach
  void start() throws IOException {
    array = LabGateway.start(home.resolve("by-id"));
    daemon = LabLibvirt.start(Files.createDirectory(home.resolve("h")), "kvm-1", Map.of());
    TargetConfig target =
        new TargetConfig.Libvirt(
            "kvm-1", daemon.uri(), home.resolve("instances"), "qemu", Duration.ZERO);
    EphemeralConfig volumes = new EphemeralConfig("sio", Map.of("scaleio", array.options()));
    stowage =
        Stowage.builder()
            .config(new Config(home, null, "kvm-1", List.of(target), volumes, SourceConfig.USUAL))
            .plugins(DISTRIBUTION.resolve("plugins"))
            .build();
    host = stowage.host().libvirt(null);
  }

  @AfterEach
  void end() throws IOException {
    if (host != null) {
      host.close();
    }
    if (stowage != null) {
      stowage.close();
    }
    if (daemon != null) {
      daemon.close();
    }
    if (array != null) {
      array.close();
    }
  }

  private static Operation operation() {
    return Operation.unwatched("a test");
  }

  private InstanceStatus deploy(String name) throws IOException {
    return host.deploy(
        new NewInstance(name, HELLO, ImageProperties.NONE, SMALL, null, null), operation());
  }

  @Test
  void letsAnInstanceLive() throws Exception {
    InstanceStatus made = deploy("web-1");
    UUID id = made.instance().id();
    assertTrue(made.running());
    assertEquals(List.of("disk", "disk.swap"), List.copyOf(made.diskPaths().keySet()));
    assertEquals(List.of(made), host.instances());

    Flavor large = new Flavor(2, 64, 16 * GIB, 8 * GIB, 8 * GIB, Map.of());
    host.resize("web-1", large);
    assertEquals(SMALL, host.instance("web-1").instance().before());
    host.revertResize("web-1");
    assertEquals(SMALL, host.instance("web-1").instance().flavor());
    host.resize(id.toString(), large);
    host.confirmResize("web-1");
    assertNull(host.instance("web-1").instance().before());
    host.rescue("web-1", HELLO, ImageProperties.NONE, operation());
    assertEquals(4, host.instance("web-1").instance().disks().size());
    host.unrescue("web-1");
    assertEquals(3, array.volumes().size());
    assertEquals(Reconciled.Outcome.RUNNING, host.reconcile(true).get(0).outcome());
    StorageException refused = assertThrows(StorageException.class, () -> host.finishMove(id));
    assertEquals(CommonError.NOT_ALLOWED, refused.code());

    host.destroy("web-1");

    assertEquals(List.of(), host.instances());
    assertEquals(List.of(), array.volumes());
  }

  @Test
  void asksTheArrayAsOftenWithManyVolumesAsWithFew() throws Exception {
    long few = callsOfALife("web-1");
    for (int i = 0; i < 40; i++) {
      try (HostDisks disks = stowage.host().disks()) {
        disks
            .making()
            .blank(
                new NewDisk(
                    new InstanceDisk(UUID.randomUUID(), "disk.swap"),
                    8 * GIB,
                    Map.of("disk:provisioning_type", "thin")),
                BlankContent.SWAP);
      }
    }
    assertEquals(few, callsOfALife("web-2"));
    assertTrue(array.operations().stream().noneMatch("listVolume"::equals));
  }

  private long callsOfALife(String name) throws IOException {
    host.close();
    host = stowage.host().libvirt("kvm-1");
    array.forgetCalls();
    deploy(name);
    host.resize(name, new Flavor(1, 32, 16 * GIB, 0, 8 * GIB, Map.of()));
    host.confirmResize(name);
    host.destroy(name);
    return array.calls().size();
  }

  @Test
  void leavesVolumesAloneThatAreNotItsOwn() throws Exception {
    InstanceDisk other = new InstanceDisk(UUID.randomUUID(), "disk.swap");
    try (HostDisks disks = stowage.host().disks()) {
      disks.making().blank(new NewDisk(other, 8 * GIB, Map.of()), BlankContent.SWAP);
      disks.connect(other, VolumeLimits.NONE);
    }
    UUID id = deploy("web-1").instance().id();
    host.reconcile(false);
    daemon.virsh("destroy", "web-1");
    daemon.virsh("undefine", "web-1");
    host.finishMove(id);
    assertEquals(List.of(array.thisHost().guid()), array.volumes().get(0).mappedTo());
    assertEquals(List.of(), array.volumes().get(1).mappedTo());
  }

  @Test
  void saysThatATargetIsNone() throws IOException {
    StorageException refused =
        assertThrows(StorageException.class, () -> stowage.datastores("kvm-1"));
    assertEquals(CommonError.UNSUPPORTED, refused.code());
  }
}
