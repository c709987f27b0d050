package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.ephemeral.HostDisks.HostDisk;
import org.stowage.runtime.libvirt.InstanceFolder.Mark;

/** Instances that come to this host, and leave it. */
final class Moves {

  private static final long LARGEST_DEFINITION_BYTES = 1 << 20;

  private final Domains domains;

  Moves(Domains domains) {
    this.domains = domains;
  }

  /** Gets everything ready for libvirt to bring the instance here while it runs. */
  Map<String, String> prepare(UUID id, @Nullable Path definition, @Nullable Path configDrive)
      throws IOException {
    InstanceFolder folder = arrivalOf("preparing the move of", id);
    List<String> names =
        domains.disks().of(id).list().stream()
            .map(HostDisk::disk)
            .map(disk -> disk.name())
            .toList();
    if (names.isEmpty()) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "preparing the move of the instance " + id + ": the array has no disk of it",
          "See the id with: stowage list, on the host that it runs on.");
    }
    try {
      folder.mark(Mark.EXPECTED);
      if (definition != null) {
        read(id, folder, definition);
        folder.keepDefinition(Files.readString(definition));
      }
      if (configDrive != null) {
        ConfigDrive.keep(configDrive, folder.configDrive());
      }
      Map<String, String> paths = new LinkedHashMap<>();
      domains
          .disks()
          .of(id)
          .connect(names)
          .forEach((name, connection) -> paths.put(name, connection.blockPath()));
      return paths;
    } catch (IOException | RuntimeException e) {
      takeBack(id, folder, e);
      throw e;
    }
  }

  /** Defines a stopped instance here, with all its disks. */
  Map<String, String> prepareCold(UUID id, @Nullable Path definition, @Nullable Path configDrive)
      throws IOException {
    InstanceFolder folder = arrivalOf("preparing the move of", id);
    LibvirtInstance instance = read(id, folder, definition);
    try {
      settle(instance, folder, configDrive);
      folder.mark(Mark.DEFINED);
      return domains.get(id.toString()).diskPaths();
    } catch (IOException | RuntimeException e) {
      takeBack(id, folder, e);
      throw e;
    }
  }

  /** Runs an instance here whose host is dead. */
  void evacuate(UUID id, String deadHost, @Nullable Path definition, @Nullable Path configDrive)
      throws IOException {
    InstanceFolder folder = arrivalOf("evacuating", id);
    LibvirtInstance instance = read(id, folder, definition);
    // From here on a host that is only half dead cannot write any more.
    domains.disks().of(id).evacuate(deadHost);
    try {
      settle(instance, folder, configDrive);
      domains.start(instance);
    } catch (IOException | RuntimeException e) {
      takeBack(id, folder, e);
      throw e;
    }
  }

  private void settle(LibvirtInstance instance, InstanceFolder folder, @Nullable Path configDrive)
      throws IOException {
    folder.mark(Mark.DEFINED);
    if (configDrive != null) {
      ConfigDrive.keep(configDrive, folder.configDrive());
    }
    if (instance.configDrive() && !Files.exists(folder.configDrive())) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "defining " + Domains.named(instance) + ": there is no " + folder.configDrive(),
          "Give the config drive that it had: disk.config of its folder.");
    }
    domains.define(instance);
  }

  /** The instance has left this host: nothing of it stays. */
  void finish(UUID id) throws IOException {
    InstanceFolder folder = domains.folder(id);
    requireStopped("finishing the move of", id);
    if (folder.marked() == Mark.EXPECTED || folder.marked() == Mark.DEFINED) {
      throw notNow(
          "finishing the move of",
          id,
          "it is on its way to this host, and not away from it",
          "Finish on the host that it left; here: stowage migrate rollback.");
    }
    // Once libvirt has moved an instance, it is no more defined here.
    if (domains.find(id).isPresent() && !domains.disks().of(id).isElsewhere()) {
      throw notNow(
          "finishing the move of",
          id,
          "it is defined here, and no other host has its disks",
          "Prepare the move on its next host; or destroy it.");
    }
    domains.remove(id);
    domains.disks().of(id).finishMove();
    folder.leave();
  }

  /** The instance has not come to this host: nothing of it stays. */
  void rollBack(UUID id) throws IOException {
    InstanceFolder folder = domains.folder(id);
    requireStopped("rolling back the move of", id);
    Mark mark = folder.marked();
    if (mark != Mark.EXPECTED && mark != Mark.DEFINED) {
      throw notNow(
          "rolling back the move of",
          id,
          "no move to this host was prepared",
          "Roll back on the host that it was to come to.");
    }
    if (mark == Mark.EXPECTED && domains.find(id).isPresent()) {
      throw notNow(
          "rolling back the move of",
          id,
          "it has arrived, and is defined here",
          "Move it back like any other instance.");
    }
    domains.remove(id);
    domains.disks().of(id).rollBackMove();
    folder.leave();
  }

  /** The folder of an instance that may come here. A step that was cut off may be repeated. */
  private InstanceFolder arrivalOf(String attempted, UUID id) throws IOException {
    InstanceFolder folder = domains.folder(id);
    Mark mark = folder.marked();
    if (domains.isRunning(id) || domains.virsh().all().contains(id) && mark != Mark.DEFINED) {
      throw notNow(attempted, id, "it is on this host already", "Do this on its next host.");
    }
    return folder;
  }

  private void requireStopped(String attempted, UUID id) throws IOException {
    if (domains.isRunning(id)) {
      throw notNow(
          attempted,
          id,
          "it runs on this host",
          "Move it first; or stop it, to have it moved cold.");
    }
  }

  private LibvirtInstance read(UUID id, InstanceFolder folder, @Nullable Path definition)
      throws IOException {
    Path file = definition == null ? folder.definition() : definition;
    if (!Files.exists(file)) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "reading what the instance " + id + " is: there is no " + file,
          "Give domain.xml of its folder on the host that it was on.");
    }
    if (Files.size(file) > LARGEST_DEFINITION_BYTES) {
      throw Xml.malformed(
          file.toString(), "it has more than " + LARGEST_DEFINITION_BYTES + " bytes", null);
    }
    LibvirtInstance read =
        InstanceMetadata.read(file.toString(), Files.readString(file))
            .orElseThrow(
                () -> Xml.malformed(file.toString(), "it is no instance of Stowage's", null));
    if (!read.id().equals(id)) {
      throw new StorageException(
          CommonError.USAGE,
          file + " is the instance " + read.id() + ", not " + id,
          "Name the file of the instance that is meant.");
    }
    return read;
  }

  /** Leaves nothing here of an instance that could not come. */
  private void takeBack(UUID id, InstanceFolder folder, Exception failure) {
    try {
      domains.remove(id);
      domains.disks().of(id).rollBackMove();
      folder.leave();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static StorageException notNow(String attempted, UUID id, String why, String fix) {
    return new StorageException(
        CommonError.NOT_ALLOWED, attempted + " the instance " + id + ": " + why, fix);
  }
}
