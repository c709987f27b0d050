package org.stowage.runtime.libvirt;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.InstanceName;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.ephemeral.HostDisks.DiskSnapshot;
import org.stowage.runtime.image.RemoteImages;
import org.stowage.runtime.libvirt.InstanceFolder.Unfinished;
import org.stowage.runtime.snapshot.SnapshotDestination;

/**
 * The instances of this libvirt host. Instances are named by their names, or by their ids.
 *
 * <p>Each step completes, or leaves the instance as it was; what a run leaves that was killed, the
 * next one clears away. Safe for use by several threads, as long as no two work on the same
 * instance.
 */
public final class LibvirtHost implements Closeable {

  private static final Logger LOGGER = LoggerFactory.getLogger(LibvirtHost.class);

  private final HostDisks disks;
  private final ImageOpener images;
  private final RemoteImages remote;
  private final Domains domains;
  private final FlavorDisks flavorDisks;

  /**
   * @param disks closed with this
   * @param remote where snapshots may go
   */
  public LibvirtHost(
      TargetConfig.Libvirt config, HostDisks disks, ImageOpener images, RemoteImages remote) {
    this.disks = disks;
    this.images = images;
    this.remote = remote;
    this.domains = new Domains(config, disks);
    this.flavorDisks = new FlavorDisks(disks);
  }

  /** The instances that are defined here, in order of their names. */
  public List<InstanceStatus> instances() throws IOException {
    return domains.list();
  }

  /**
   * One instance.
   *
   * @throws StorageException {@code not-found}
   */
  public InstanceStatus instance(String nameOrId) throws IOException {
    return domains.get(nameOrId);
  }

  /**
   * Makes an instance of an image, and starts it.
   *
   * @throws StorageException {@code already-exists} when the name is taken; {@code usage} for a
   *     flavor whose disks the array cannot have, or are smaller than the image, before anything is
   *     made
   */
  public InstanceStatus deploy(NewInstance wanted, Transfer transfer) throws IOException {
    InstanceName.checked(wanted.name());
    LibvirtInstance instance =
        new LibvirtInstance(
            UUID.randomUUID(),
            wanted.name(),
            wanted.image(),
            wanted.flavor(),
            wanted.network(),
            wanted.configDrive() != null,
            null,
            false);
    flavorDisks.check(instance);
    if (wanted.network() != null) {
      domains.virsh().requireNetwork(wanted.network());
    }
    if (domains.virsh().names().contains(wanted.name())) {
      throw new StorageException(
          CommonError.ALREADY_EXISTS,
          "deploying "
              + wanted.name()
              + ": the libvirt host "
              + domains.config().uri()
              + " has a domain of this name",
          "Choose another name, or destroy the instance.");
    }
    sweep();
    try (DiskImage image = images.open(wanted.image(), wanted.properties(), transfer)) {
      make(instance, image, wanted.configDrive(), transfer);
    }
    return domains.get(instance.id().toString());
  }

  private void make(
      LibvirtInstance instance, DiskImage image, @Nullable Path configDrive, Transfer transfer)
      throws IOException {
    InstanceFolder folder = domains.folder(instance.id());
    try (Unfinished unfinished = begin(folder)) {
      try {
        disks.making().fromImage(flavorDisks.of(instance, InstanceDisk.ROOT), image, transfer);
        for (String name : instance.disks()) {
          if (!name.equals(InstanceDisk.ROOT)) {
            flavorDisks.makeBlank(instance, name);
          }
        }
        if (configDrive != null) {
          ConfigDrive.keep(configDrive, folder.configDrive());
        }
        transfer.checkCancelled();
        domains.define(instance);
        domains.start(instance);
        unfinished.done();
      } catch (IOException | RuntimeException e) {
        try {
          remove(folder);
          unfinished.done();
        } catch (IOException | RuntimeException f) {
          e.addSuppressed(f);
        }
        throw e;
      }
    }
  }

  private Unfinished begin(InstanceFolder folder) throws IOException {
    return folder
        .begin()
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.NOT_ALLOWED,
                    "working on the instance " + folder.id() + ": somebody else does",
                    "Wait for its end."));
  }

  /**
   * Removes an instance with its disks, whatever state it is in.
   *
   * @throws StorageException {@code not-found}
   */
  public void destroy(String nameOrId) throws IOException {
    InstanceFolder folder = domains.folder(domains.get(nameOrId).instance().id());
    try (Unfinished unfinished = begin(folder)) {
      remove(folder);
      unfinished.done();
    }
  }

  /** Removes what there is of an instance. The caller has the right to. */
  private void remove(InstanceFolder folder) throws IOException {
    domains.remove(folder.id());
    disks.of(folder.id()).delete();
    folder.leave();
  }

  /** Removes the instances that runs left unfinished which were killed. */
  private void sweep() throws IOException {
    for (InstanceFolder folder :
        InstanceFolder.all(domains.config().instances(), domains.hostName())) {
      if (folder.isUnfinished()) {
        Optional<Unfinished> free = folder.begin();
        if (free.isPresent()) {
          try (Unfinished unfinished = free.get()) {
            remove(folder);
            unfinished.done();
          } catch (IOException e) {
            // It stays unfinished, for the next run.
            LOGGER.warn("An unfinished instance is left in {}: {}", folder.path(), e.getMessage());
          }
        }
      }
    }
  }

  /**
   * Gives an instance another flavor. It is stopped meanwhile, and runs afterwards if it did
   * before. What it was is kept until {@link #confirmResize} or {@link #revertResize}.
   *
   * @param wanted with disks that are as large as now, or larger
   * @throws StorageException {@code usage} for disks that would shrink, or that the array cannot
   *     have, before the instance is stopped; {@code not-allowed} while another resize is pending
   */
  public void resize(String nameOrId, Flavor wanted) throws IOException {
    new Resizing(domains).resize(domains.get(nameOrId), wanted);
  }

  /** Lets an instance stay as it was resized. It may run. */
  public void confirmResize(String nameOrId) throws IOException {
    new Resizing(domains).confirm(domains.get(nameOrId));
  }

  /** Makes an instance what it was before it was resized; what it wrote since is gone. */
  public void revertResize(String nameOrId) throws IOException {
    new Resizing(domains).revert(domains.get(nameOrId));
  }

  /**
   * Writes an instance's root disk, as it is at this moment, to a streamOptimized VMDK. It may run;
   * where its guest agent answers, its file systems rest for the moment.
   *
   * @param destination must not exist: a file, or {@code glance://NAME}
   * @param level 1 (fastest) to 9 (smallest)
   */
  public DiskSnapshot snapshot(String nameOrId, String destination, int level, Transfer transfer)
      throws IOException {
    InstanceStatus found = domains.get(nameOrId);
    UUID id = found.instance().id();
    return disks.snapshot(
        new InstanceDisk(id, InstanceDisk.ROOT),
        SnapshotDestination.of(destination, HostDisks.ADAPTER_TYPE, remote, transfer),
        level,
        transfer,
        () -> {
          boolean frozen = found.running() && domains.virsh().freeze(id);
          return () -> {
            if (frozen) {
              domains.virsh().thaw(Domains.named(found.instance()), id);
            }
          };
        });
  }

  /**
   * Boots an instance from another image, with its own disks beside it.
   *
   * @param image a file's path, or {@code -} for standard input
   */
  public void rescue(String nameOrId, String image, ImageProperties declared, Transfer transfer)
      throws IOException {
    InstanceStatus found = domains.get(nameOrId);
    try (DiskImage open = images.open(image, declared, transfer)) {
      new Rescue(domains).rescue(found, open, transfer);
    }
  }

  /** Ends a rescue: the instance boots from its own disk. */
  public void unrescue(String nameOrId) throws IOException {
    new Rescue(domains).unrescue(domains.get(nameOrId));
  }

  /**
   * On the host that an instance is to come to while it runs: connects its disks, and returns when
   * every device is there. Where that fails nothing stays connected that was not before.
   *
   * @param definition {@code domain.xml} of its folder on the other host, to be kept here; null
   *     where the folder is shared, or nobody needs it
   * @param configDrive that of its folder on the other host; null where the folder is shared, or it
   *     has none
   * @return the devices, by the disks' names
   */
  public Map<String, String> prepareMove(
      UUID id, @Nullable Path definition, @Nullable Path configDrive) throws IOException {
    return new Moves(domains).prepare(id, definition, configDrive);
  }

  /**
   * On the host that a stopped instance is to come to: connects its disks and defines it. It runs
   * when somebody starts it.
   *
   * @param definition {@code domain.xml} of its folder on the other host; null where that is shared
   * @param configDrive as of {@link #prepareMove}
   * @return the devices, by the disks' names
   */
  public Map<String, String> prepareColdMove(
      UUID id, @Nullable Path definition, @Nullable Path configDrive) throws IOException {
    return new Moves(domains).prepareCold(id, definition, configDrive);
  }

  /**
   * On the host that an instance has left: disconnects all its disks, always, and forgets it.
   *
   * @throws StorageException {@code not-allowed} while it runs here, or is defined here and no
   *     other host has its disks
   */
  public void finishMove(UUID id) throws IOException {
    new Moves(domains).finish(id);
  }

  /**
   * On the host that an instance was to come to, and did not: disconnects its disks here, and
   * nowhere else, and forgets it.
   *
   * @throws StorageException {@code not-allowed} where no move was prepared, or has succeeded
   */
  public void rollBackMove(UUID id) throws IOException {
    new Moves(domains).rollBack(id);
  }

  /**
   * Runs an instance here whose host is dead, after its disks were taken from that.
   *
   * @param deadHost what the array knows it by
   * @param definition {@code domain.xml} of its folder; null where that is shared
   * @param configDrive as of {@link #prepareMove}
   * @return the devices, by the disks' names
   */
  public Map<String, String> evacuate(
      UUID id, String deadHost, @Nullable Path definition, @Nullable Path configDrive)
      throws IOException {
    new Moves(domains).evacuate(id, deadHost, definition, configDrive);
    return domains.get(id.toString()).diskPaths();
  }

  /**
   * Brings this host in line with the array after it was down: clears away what was left
   * unfinished, connects the disks of instances, and leaves those alone that another host has.
   *
   * @param start whether those that do not run are started
   */
  public List<Reconciled> reconcile(boolean start) throws IOException {
    sweep();
    return new Reconciliation(domains, start).run();
  }

  /** Finds out whether instances could be run here, and what keeps them from it. */
  public List<Finding> examine() {
    return new LibvirtExamination(domains).findings();
  }

  /** Ends the session with the array. Idempotent. */
  @Override
  public void close() throws IOException {
    disks.close();
  }
}
