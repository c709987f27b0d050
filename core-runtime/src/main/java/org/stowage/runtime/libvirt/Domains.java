package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.Connection;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.libvirt.InstanceFolder.Mark;

/** The domains of instances on a host: what they are, and whether they run. */
final class Domains {

  private static final Duration POLL = Duration.ofMillis(200);

  private final TargetConfig.Libvirt config;
  private final Virsh virsh;
  private final HostDisks disks;
  private @Nullable String hostName;
  private @Nullable Boolean kvm;

  Domains(TargetConfig.Libvirt config, HostDisks disks) {
    this.config = config;
    this.virsh = new Virsh(config.uri());
    this.disks = disks;
  }

  Virsh virsh() {
    return virsh;
  }

  HostDisks disks() {
    return disks;
  }

  TargetConfig.Libvirt config() {
    return config;
  }

  static String named(LibvirtInstance instance) {
    return "the instance " + instance.name() + " (" + instance.id() + ")";
  }

  InstanceFolder folder(UUID id) throws IOException {
    return InstanceFolder.of(config.instances(), id, hostName());
  }

  synchronized String hostName() throws IOException {
    if (hostName == null) {
      hostName = virsh.hostName();
    }
    return hostName;
  }

  private synchronized boolean kvm() throws IOException {
    if (kvm == null) {
      kvm = config.virtType() == null ? virsh.hasKvm() : config.virtType().equals("kvm");
    }
    return kvm;
  }

  /** The instances here, in order of their names; domains that others made are none. */
  List<InstanceStatus> list() throws IOException {
    List<InstanceStatus> found = new ArrayList<>();
    Set<UUID> active = virsh.active();
    for (UUID each : virsh.all()) {
      Optional<String> xml = virsh.xml(each);
      if (xml.isPresent()) {
        Optional<LibvirtInstance> instance = InstanceMetadata.read("the domain " + each, xml.get());
        if (instance.isPresent()) {
          found.add(status(instance.get(), xml.get(), active.contains(each)));
        }
      }
    }
    found.sort(Comparator.comparing(status -> status.instance().name()));
    return found;
  }

  private InstanceStatus status(LibvirtInstance instance, String xml, boolean running)
      throws IOException {
    InstanceFolder folder = folder(instance.id());
    return new InstanceStatus(
        instance, running, DomainXml.paths(xml), folder.path(), folder.console());
  }

  /** The instance of an id; empty when none is defined here. */
  Optional<InstanceStatus> find(UUID id) throws IOException {
    Optional<String> xml = virsh.xml(id);
    if (xml.isEmpty()) {
      return Optional.empty();
    }
    Optional<LibvirtInstance> instance = InstanceMetadata.read("the domain " + id, xml.get());
    return instance.isEmpty()
        ? Optional.empty()
        : Optional.of(status(instance.get(), xml.get(), isRunning(id)));
  }

  /**
   * The instance of a name, or of an id.
   *
   * @throws StorageException {@code not-found}
   */
  InstanceStatus get(String nameOrId) throws IOException {
    return list().stream()
        .filter(
            status ->
                status.instance().name().equals(nameOrId)
                    || status.instance().id().toString().equals(nameOrId))
        .findFirst()
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.NOT_FOUND,
                    "target " + config.name() + " has no instance '" + nameOrId + "'",
                    "See the instances there are with: stowage list --target " + config.name()));
  }

  boolean isRunning(UUID id) throws IOException {
    return virsh.active().contains(id);
  }

  /**
   * Connects the disks of an instance, and defines its domain with them; one that is defined is
   * changed, for its next start.
   */
  void define(LibvirtInstance instance) throws IOException {
    Map<String, Connection> connected = disks.of(instance.id()).connect(instance.disks());
    InstanceFolder folder = folder(instance.id());
    Path drive = folder.configDrive();
    folder.mark(Mark.HOME);
    folder.keepDefinition(new DomainXml(instance, kvm(), folder.console(), drive).with(connected));
    virsh.define(named(instance), folder.definition());
  }

  void start(LibvirtInstance instance) throws IOException {
    virsh.start(named(instance), instance.id());
  }

  /** Lets the guest end, and ends it when it does not; done when it does not run. */
  void stop(LibvirtInstance instance) throws IOException {
    if (!isRunning(instance.id())) {
      return;
    }
    if (!config.shutdown().isZero()) {
      virsh.shutdown(instance.id());
      long start = System.nanoTime();
      while (System.nanoTime() - start < config.shutdown().toNanos()) {
        if (!isRunning(instance.id())) {
          return;
        }
        pause();
      }
    }
    virsh.destroy(named(instance), instance.id());
  }

  private static void pause() throws StorageException {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          CommonError.INTERRUPTED, "interrupted while a guest was ending", "", e);
    }
  }

  /** Ends an instance that is here, and takes its domain away; its disks stay. */
  void remove(UUID id) throws IOException {
    virsh.destroy("the instance " + id, id);
    virsh.undefine("the instance " + id, id);
  }

  /** Refuses an instance that something else has been begun with. */
  static void requireSettled(String attempted, LibvirtInstance instance) throws StorageException {
    if (instance.before() != null) {
      throw notNow(
          attempted, instance, "a resize of it is pending", "Confirm it, or revert it, first.");
    }
    if (instance.rescued()) {
      throw notNow(attempted, instance, "it is being rescued", "End that first.");
    }
  }

  static StorageException notNow(
      String attempted, LibvirtInstance instance, String why, String fix) {
    return new StorageException(
        CommonError.NOT_ALLOWED, attempted + " " + named(instance) + ": " + why, fix);
  }
}
