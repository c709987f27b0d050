package org.stowage.runtime.libvirt;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.deploy.InstanceName;
import org.stowage.runtime.ephemeral.BlankContent;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.ephemeral.InstanceDisks.NewDisk;
import org.stowage.runtime.libvirt.InstanceFolder.Unfinished;

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
  private final Domains domains;

  /**
   * @param disks closed with this
   */
  public LibvirtHost(TargetConfig.Libvirt config, HostDisks disks, ImageOpener images) {
    this.disks = disks;
    this.images = images;
    this.domains = new Domains(config, disks);
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
    for (String disk : instance.disks()) {
      disks.making().checkMultiple(disk(instance, disk));
    }
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
        disks.making().fromImage(disk(instance, InstanceDisk.ROOT), image, transfer);
        for (String name : instance.disks()) {
          if (!name.equals(InstanceDisk.ROOT)) {
            blank(instance, name);
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

  void blank(LibvirtInstance instance, String name) throws IOException {
    disks
        .making()
        .blank(
            disk(instance, name),
            name.equals(LibvirtInstance.SWAP) ? BlankContent.SWAP : BlankContent.EXT4);
  }

  static NewDisk disk(LibvirtInstance instance, String name) {
    return new NewDisk(
        new InstanceDisk(instance.id(), name),
        instance.capacityBytes(name),
        instance.flavor().keys());
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

  /** Ends the session with the array. Idempotent. */
  @Override
  public void close() throws IOException {
    disks.close();
  }
}
