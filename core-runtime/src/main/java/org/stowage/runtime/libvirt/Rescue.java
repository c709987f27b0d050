package org.stowage.runtime.libvirt;

import java.io.IOException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.ephemeral.InstanceDisk;

/** Boots instances from another disk, with their own ones beside it, so that they can be mended. */
final class Rescue {

  private final Domains domains;

  Rescue(Domains domains) {
    this.domains = domains;
  }

  void rescue(InstanceStatus found, DiskImage image, Transfer transfer) throws IOException {
    LibvirtInstance instance = found.instance();
    Domains.requireSettled("rescuing", instance);
    try {
      domains
          .disks()
          .making()
          .rescue(
              new InstanceDisk(instance.id(), InstanceDisk.RESCUE),
              instance.flavor().keys(),
              image,
              transfer);
      domains.stop(instance);
      LibvirtInstance rescued = instance.withRescued(true);
      domains.define(rescued);
      domains.start(rescued);
    } catch (IOException | RuntimeException e) {
      try {
        back(instance, found.running());
      } catch (IOException | RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  void unrescue(InstanceStatus found) throws IOException {
    LibvirtInstance instance = found.instance();
    if (!instance.rescued()) {
      throw Domains.notNow("ending the rescue of", instance, "it is not being rescued", "");
    }
    domains.stop(instance);
    back(instance.withRescued(false), true);
  }

  /** The disk that it was rescued from goes, and it runs from its own, if it is to. */
  private void back(LibvirtInstance instance, boolean run) throws IOException {
    boolean stillRuns = domains.isRunning(instance.id());
    if (stillRuns && domains.get(instance.id().toString()).instance().rescued()) {
      domains.stop(instance);
      stillRuns = false;
    }
    domains.define(instance);
    domains.disks().of(instance.id()).delete(InstanceDisk.RESCUE);
    if (run && !stillRuns) {
      domains.start(instance);
    }
  }
}
