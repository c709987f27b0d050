package org.stowage.runtime;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.Volume;
import org.stowage.runtime.config.Config;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.ephemeral.InstanceDisks.NewDisk;
import org.stowage.runtime.image.ImageReader;
import org.stowage.runtime.image.RemoteImages;
import org.stowage.runtime.libvirt.LibvirtHost;

/**
 * This machine as a hypervisor's host, as {@link Stowage#host} gives it: disks of instances on
 * block volumes, and the libvirt daemon that runs those instances. Safe for use by several threads,
 * as long as the runtime is open.
 */
public final class HypervisorHost {

  private final Config config;
  private final List<EphemeralBackend> backends;
  private final ImageReader reader;
  private final RemoteImages remote;

  HypervisorHost(
      Config config, List<EphemeralBackend> backends, ImageReader reader, RemoteImages remote) {
    this.config = config;
    this.backends = backends;
    this.reader = reader;
    this.remote = remote;
  }

  /**
   * Opens what keeps the disks of instances on this host.
   *
   * @return closed by the caller
   * @throws StorageException {@code configuration} when no backend is selected, or not rightly
   */
  public HostDisks disks() throws IOException {
    return HostDisks.open(config.ephemeral(), backends);
  }

  /**
   * Opens a target that is a libvirt host.
   *
   * @return closed by the caller
   * @throws StorageException {@code usage} when it is none; {@code configuration} when no backend
   *     is selected for its disks, or not rightly
   */
  public LibvirtHost libvirt(@Nullable String targetName) throws IOException {
    TargetConfig target = config.target(targetName);
    if (target instanceof TargetConfig.Libvirt libvirt) {
      return new LibvirtHost(
          libvirt,
          disks(),
          (image, declared, transfer) -> reader.open(image, declared, new LongAdder(), transfer),
          remote);
    }
    throw new StorageException(
        CommonError.USAGE,
        "target " + target.name() + " is no libvirt host",
        "Name a target of kind libvirt with --target.");
  }

  /**
   * Makes a disk of an instance, of an image.
   *
   * @param disks of this runtime
   */
  public Volume makeDisk(
      HostDisks disks, NewDisk wanted, String image, ImageProperties declared, Operation operation)
      throws IOException {
    try (DiskImage open = reader.open(image, declared, new LongAdder(), operation)) {
      return wanted.disk().name().equals(InstanceDisk.RESCUE)
          ? disks.making().rescue(wanted.disk(), wanted.flavorKeys(), open, operation)
          : disks.making().fromImage(wanted, open, operation);
    }
  }
}
