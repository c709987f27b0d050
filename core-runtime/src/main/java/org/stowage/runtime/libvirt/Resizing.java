package org.stowage.runtime.libvirt;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.stowage.api.StorageException;
import org.stowage.runtime.ephemeral.InstanceVolumes;

/**
 * Gives instances another flavor. Until that is confirmed, snapshots of all disks are kept, and the
 * flavor from before stands in the domain: so a revert is possible, even after a crash at any
 * point. While a resize begins, or is being reverted, both flavors in the domain are the one from
 * before: there is nothing to be confirmed then.
 */
final class Resizing {

  private static final List<String> NOT_IN_EVERY_FLAVOR =
      List.of(LibvirtInstance.EPHEMERAL, LibvirtInstance.SWAP);

  private final Domains domains;
  private final FlavorDisks flavorDisks;

  Resizing(Domains domains) {
    this.domains = domains;
    this.flavorDisks = new FlavorDisks(domains.disks());
  }

  void resize(InstanceStatus found, Flavor wanted) throws IOException {
    LibvirtInstance before = found.instance();
    Domains.requireSettled("resizing", before);
    LibvirtInstance resized = before.withFlavor(wanted, before.flavor());
    FlavorDisks.checkGrows(resized, before);
    flavorDisks.check(resized);
    try {
      domains.stop(before);
      domains.define(before.withFlavor(before.flavor(), before.flavor()));
      InstanceVolumes volumes = domains.disks().of(before.id());
      volumes.forgetBeforeResize(before.disks());
      volumes.keepBeforeResize(before.disks());
      for (String name : resized.disks()) {
        flavorDisks.grow(resized, before, name);
      }
      domains.define(resized);
      if (found.running()) {
        domains.start(resized);
      }
    } catch (IOException | RuntimeException e) {
      try {
        takeBack(resized, before.flavor(), found.running());
      } catch (IOException | RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  void confirm(InstanceStatus found) throws IOException {
    LibvirtInstance instance = found.instance();
    Flavor before = pending("confirming the resize of", instance);
    if (before.equals(instance.flavor())) {
      throw Domains.notNow(
          "confirming the resize of",
          instance,
          "it did not end, or is being reverted",
          "Revert it.");
    }
    // Snapshots that are left behind are removed by the next resize, or with the instance.
    domains.define(instance.withFlavor(instance.flavor(), null));
    domains.disks().of(instance.id()).forgetBeforeResize(LibvirtInstance.disksOf(before));
  }

  void revert(InstanceStatus found) throws IOException {
    LibvirtInstance instance = found.instance();
    takeBack(instance, pending("reverting the resize of", instance), found.running());
  }

  private void takeBack(LibvirtInstance instance, Flavor before, boolean start) throws IOException {
    domains.stop(instance);
    LibvirtInstance reverting = instance.withFlavor(before, before);
    if (!domains.find(instance.id()).map(InstanceStatus::instance).equals(Optional.of(reverting))) {
      domains.define(reverting);
    }
    InstanceVolumes volumes = domains.disks().of(instance.id());
    volumes.restoreBeforeResize(reverting.disks());
    for (String name : NOT_IN_EVERY_FLAVOR) {
      if (!reverting.disks().contains(name)) {
        volumes.delete(name);
      }
    }
    LibvirtInstance reverted = reverting.withFlavor(before, null);
    domains.define(reverted);
    if (start) {
      domains.start(reverted);
    }
  }

  private static Flavor pending(String attempted, LibvirtInstance instance)
      throws StorageException {
    Flavor before = instance.before();
    if (before == null) {
      throw Domains.notNow(attempted, instance, "no resize of it is pending", "Resize it first.");
    }
    return before;
  }
}
