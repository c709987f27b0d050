package org.stowage.runtime.libvirt;

import java.io.IOException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeLimits;
import org.stowage.runtime.ephemeral.BlankContent;
import org.stowage.runtime.ephemeral.HostDisks;
import org.stowage.runtime.ephemeral.InstanceDisks.NewDisk;

/** The disks that a flavor gives an instance. */
record FlavorDisks(HostDisks disks) {

  NewDisk of(LibvirtInstance instance, String name) {
    return new NewDisk(
        new InstanceDisk(instance.id(), name),
        instance.capacityBytes(name),
        instance.flavor().keys());
  }

  /** Refuses a flavor whose disks the array cannot have. */
  void check(LibvirtInstance instance) throws IOException {
    for (String name : LibvirtInstance.disksOf(instance.flavor())) {
      disks.making().checkMultiple(of(instance, name));
    }
  }

  /** Makes a disk that no image is for. */
  void makeBlank(LibvirtInstance instance, String name) throws IOException {
    disks.making().blank(of(instance, name), content(name));
  }

  private static BlankContent content(String name) {
    return name.equals(LibvirtInstance.SWAP) ? BlankContent.SWAP : BlankContent.EXT4;
  }

  /**
   * Refuses a flavor with a smaller disk than there is.
   *
   * @param instance with the new flavor
   */
  static void checkGrows(LibvirtInstance instance, LibvirtInstance before) throws StorageException {
    for (String name : LibvirtInstance.disksOf(before.flavor())) {
      if (instance.capacityBytes(name) < before.capacityBytes(name)) {
        throw new StorageException(
            CommonError.USAGE,
            "resizing "
                + Domains.named(before)
                + ": its "
                + name
                + " has "
                + before.capacityBytes(name)
                + " bytes, and would have "
                + instance.capacityBytes(name),
            "Volumes only grow: choose a flavor with disks that are as large.");
      }
    }
  }

  /**
   * Makes or grows a disk to what the flavor says; done where it is so already. A file system in it
   * is the guest's to grow.
   */
  void grow(LibvirtInstance instance, LibvirtInstance before, String name) throws IOException {
    InstanceDisk disk = new InstanceDisk(instance.id(), name);
    if (before.capacityBytes(name) == 0) {
      makeBlank(instance, name);
    } else if (instance.capacityBytes(name) > before.capacityBytes(name)) {
      disks.extend(disk, instance.capacityBytes(name));
      if (name.equals(LibvirtInstance.SWAP)) {
        BlankContent.SWAP.putOnto(disks.connect(disk, VolumeLimits.NONE).blockPath());
      }
    }
  }
}
